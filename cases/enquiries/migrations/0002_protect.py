"""Peer workers and managers keep enquiries; the slip is handed out by a function alone.

The report builder counts enquiries and deletes slips that have expired, unread.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect, Rule

_MINE = (
    "{column} IN (SELECT m.id FROM accounts_member m"
    " WHERE m.person_id = (SELECT sec.person()))"
)
_TAKEN_BY_ME = _MINE.format(column="taken_by_id")
_ENDED_BY_ME = f"(ended_by_id IS NULL OR {_MINE.format(column='ended_by_id')})"
#: A day to come would give its slip more than 30 days.
_CAME = "received_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date"
_ENQUIRIES: dict[str, Rule] = {
    "SELECT": "organisation",
    "INSERT": ("organisation", f"{_TAKEN_BY_ME} AND {_ENDED_BY_ME} AND {_CAME}"),
    "UPDATE (state, ended_on, ended_by_id, calls, called_on, call_result)": (
        "organisation",
        _ENDED_BY_ME,
    ),
}
_SLIPS: dict[str, Rule] = {
    # That there is one, and until when; never what it says.
    "SELECT (id, organisation_id, enquiry_id, taken_by_id, ground, expires_at)": (
        "organisation",
        "expires_at > now()",
    ),
    "INSERT": ("organisation", _TAKEN_BY_ME),
}
#: A ring-back is noted while it is open; what ended stands.
_MOVES = ", ".join(
    f"'OPEN>{state}'"
    for state in (
        "OPEN",
        "WELCOMED",
        "ANSWERED",
        "POINTED_ON",
        "DECLINED",
        "NOT_REACHED",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
        ("consent", "0007_moves"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        AsSec("cases/enquiries/sql/enquiries.sql"),
        Protect(
            "Enquiry",
            {
                "worker": _ENQUIRIES,
                "manager": _ENQUIRIES,
                "reporting": {
                    "SELECT (id, organisation_id, received_on, channel, state, "
                    "rounding_key)": "all"
                },
                # SELECT … FOR SHARE asks for the right to update some column.
                "sec": {"SELECT": "all", "UPDATE (state)": "all"},
            },
        ),
        Protect(
            "Slip",
            {
                "worker": _SLIPS,
                "manager": _SLIPS,
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER enquiries_enquiry_moves "
                "BEFORE UPDATE ON enquiries_enquiry "
                f"FOR EACH ROW EXECUTE FUNCTION sec.demand_move({_MOVES})",
                "CREATE TRIGGER enquiries_enquiry_ended "
                "AFTER UPDATE ON enquiries_enquiry "
                "FOR EACH ROW WHEN (NEW.state <> 'OPEN') "
                "EXECUTE FUNCTION sec.enquiry_ended()",
                "CREATE TRIGGER enquiries_slip_guard BEFORE INSERT ON enquiries_slip "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_new_slip()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
