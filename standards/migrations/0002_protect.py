"""The organisation's managers write; the national body reads what was submitted.

No other role has anything to do with these tables.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_STARTED_BY_ME = (
    "organisation",
    "state = 'OPEN' AND started_by_id IN (SELECT id FROM accounts_member "
    "WHERE person_id = (SELECT sec.person()))",
)
_SUBMITTED = ("all", "state = 'SUBMITTED'")
_OF_SUBMITTED = (
    "all",
    "cycle_id IN (SELECT id FROM standards_cycle WHERE state = 'SUBMITTED')",
)
_REMARK_OF_MINE = (
    "all",
    "made_by = (SELECT sec.person()) AND EXISTS (SELECT FROM standards_cycle c "
    "WHERE c.id = cycle_id AND c.organisation_id = standards_remark.organisation_id "
    "AND c.state = 'SUBMITTED')",
)
_OURS = "organisation"


def _stays(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
    )


def _only_while_open(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_only_while BEFORE INSERT OR UPDATE OR DELETE "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION sec.guard_cycle_part()"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("standards/sql/locked.sql"),
        Protect(
            "Cycle",
            {
                "manager": {
                    "SELECT": _OURS,
                    "INSERT": _STARTED_BY_ME,
                    "UPDATE (state, signed_by_id, signed_as, signed_at, submitted_at)": (
                        _OURS
                    ),
                },
                "national": {"SELECT": _SUBMITTED},
            },
        ),
        Protect(
            "Judgement",
            {
                "manager": {
                    "SELECT": _OURS,
                    "INSERT": _OURS,
                    "UPDATE (leaders, staff, clients, comment, evidence, version, "
                    "changed_by_id, changed_at)": _OURS,
                },
                "national": {"SELECT": _OF_SUBMITTED},
            },
        ),
        Protect(
            "Action",
            {
                "manager": {
                    "SELECT": _OURS,
                    "INSERT": _OURS,
                    "UPDATE (what, owner_id, owner_name, due_on, version, "
                    "changed_at)": _OURS,
                    "DELETE": _OURS,
                },
                "national": {"SELECT": _OF_SUBMITTED},
            },
        ),
        Protect(
            "Remark",
            {
                "manager": {"SELECT": _OURS},
                "national": {"SELECT": _OF_SUBMITTED, "INSERT": _REMARK_OF_MINE},
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER standards_cycle_guard BEFORE UPDATE "
                "ON standards_cycle FOR EACH ROW EXECUTE FUNCTION sec.guard_cycle()",
                _stays("standards_cycle"),
                _only_while_open("standards_judgement"),
                _only_while_open("standards_action"),
                "CREATE TRIGGER standards_remark_append_only "
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON standards_remark "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
