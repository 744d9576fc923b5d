"""Questions to the audit; and managers alone see and write what came of them."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_MARKED_BY_ME = (
    "organisation",
    f"marked_by_id {_MINE} AND NOT member_id {_MINE}",
)
_RECORDED_BY_ME = ("organisation", f"recorded_by_id {_MINE}")


def _stays(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only "
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
        ("cases", "0002_protect"),
        ("consent", "0002_protect"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        Protect(
            "Talk", {"manager": {"SELECT": "organisation", "INSERT": _MARKED_BY_ME}}
        ),
        Protect(
            "Breach", {"manager": {"SELECT": "organisation", "INSERT": _RECORDED_BY_ME}}
        ),
        AsSec("oversight/sql/looking.sql", "oversight/sql/unusual.sql"),
        migrations.RunSQL(
            [
                _stays("oversight_talk"),
                _stays("oversight_breach"),
                # Refusals name whom somebody asked for in their payload alone.
                "CREATE INDEX audit_event_refused ON audit_event "
                "(organisation_id, (payload ->> 'target')) "
                "WHERE action = 'access.refused'",
            ],
            migrations.RunSQL.noop,
        ),
    ]
