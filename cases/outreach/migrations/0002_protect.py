"""Peer workers and managers note activities and take them back; nothing is changed.

The report builder reads what it counts, and neither titles nor who presented.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Protect, Rule

_MINE = (
    "{column} IN (SELECT m.id FROM accounts_member m"
    " WHERE m.person_id = (SELECT sec.person()))"
)
_HELD = "held_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date"
_ACTIVITIES: dict[str, Rule] = {
    "SELECT": "organisation",
    "INSERT": (
        "organisation",
        f"{_MINE.format(column='noted_by_id')} AND {_HELD} AND taken_back_at IS NULL",
    ),
    "UPDATE (taken_back_at, taken_back_by_id)": (
        "organisation",
        "taken_back_by_id IS NULL OR " + _MINE.format(column="taken_back_by_id"),
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_initial"),
        ("accounts", "0002_protect"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        Protect(
            "Activity",
            {
                "worker": _ACTIVITIES,
                "manager": _ACTIVITIES,
                "reporting": {
                    "SELECT (id, organisation_id, kind, held_on, supporters, "
                    "professionals, public, taken_back_at)": "all"
                },
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER outreach_activity_stays "
                "BEFORE UPDATE ON outreach_activity FOR EACH ROW "
                "WHEN (OLD.taken_back_at IS NOT NULL) "
                "EXECUTE FUNCTION sec.refuse_change()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
