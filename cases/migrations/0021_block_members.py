"""Keep members whom a survivor blocks from his record, managers among them (REC-08)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"


def _asked(act: str, table: str) -> list[str]:
    """Return the triggers that ask, once for a statement, whether somebody is blocked.

    PostgreSQL gives what a statement has changed to triggers of one event each.
    """
    return [
        f"CREATE TRIGGER {table}_{act}_{event.lower()} AFTER {event} ON {table}"
        " REFERENCING NEW TABLE AS let_in FOR EACH STATEMENT"
        f" EXECUTE FUNCTION sec.{act}_to_nobody_blocked()"
        for event in ("INSERT", "UPDATE")
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_form_one"),
        ("accounts", "0002_protect"),
        ("consent", "0009_protect_terms"),
    ]

    operations = [
        Protect(
            "BlockedMember",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", f"made_by_id {_MINE} AND ended_at IS NULL"),
                    "UPDATE (ended_at, ended_by_id)": "subject",
                },
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        Protect(
            "Pou",
            {
                "worker": {"SELECT": "all"},
                "national": {
                    "SELECT": "all",
                    "INSERT": "all",
                    "UPDATE (retired_at)": "all",
                },
            },
        ),
        AsSec("cases/sql/blocked_members.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER cases_blockedmember_out AFTER INSERT OR UPDATE OF ended_at"
                " ON cases_blockedmember FOR EACH ROW"
                " EXECUTE FUNCTION sec.member_blocked()",
                *_asked("grant", "consent_subjectuserobjectpermission"),
                *_asked("assign", "cases_assignment"),
            ],
            migrations.RunSQL.noop,
        ),
        *(
            Narrow(model, "manager", "not-kept-away")
            for model in (
                "Client",
                "Section",
                "Episode",
                "Session",
                "SessionNote",
                "Assignment",
                "StatisticalProfile",
                "BlockedMember",
            )
        ),
    ]
