"""A plan is carried out by the clock, which reads nothing of it (UI-M3, ADR 49)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_HIS_WORKER = "subject_id = ANY ((SELECT sec.my_subjects())::uuid[])"
#: To whom they come knows that they do, and who they are once they have come.
_COMES_TO_ME = f"outcome = '' AND to_id {_ME}"
#: The worker's own policies say which of the people these are.
_OF_MINE = (
    f"ended_at IS NULL AND (member_id {_ME} OR EXISTS (SELECT FROM workload_planned d"
    f" WHERE d.plan_id = workload_plan.id AND d.outcome = ''))"
)


def _let_sec(table: str) -> list[str]:
    """Return what lets the function insert, as its neighbours let it do the rest."""
    return [
        f"CREATE POLICY sec_insert ON {table} FOR INSERT TO msa_sec WITH CHECK (true)",
        f"GRANT INSERT ON {table} TO msa_sec",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("workload", "0003_plans"),
        ("cases", "0005_end_work_with_the_worker"),
        ("members", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        Protect(
            "Plan",
            {
                "worker": {"SELECT": ("organisation", _OF_MINE)},
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"made_by_id {_ME} AND ended_at IS NULL",
                    ),
                    "UPDATE (ended_at, ended_by_id)": (
                        "organisation",
                        f"ended_by_id IS NULL OR ended_by_id {_ME}",
                    ),
                },
                "sec": {"SELECT": "all", "UPDATE (ended_at, handover_id)": "all"},
            },
        ),
        Protect(
            "Planned",
            {
                "worker": {
                    "SELECT": ("organisation", f"{_COMES_TO_ME} OR {_HIS_WORKER}")
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", "outcome = ''"),
                },
                "sec": {"SELECT": "all", "UPDATE (outcome)": "all"},
            },
        ),
        Narrow("Planned", "manager", "not-kept-away"),
        migrations.RunSQL(
            [
                sql
                for table in (
                    "cases_assignment",
                    "workload_handover",
                    "workload_moved",
                )
                for sql in _let_sec(table)
            ],
            migrations.RunSQL.noop,
        ),
        AsSec("cases/workload/sql/plans.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER workload_plan_guard BEFORE INSERT OR UPDATE"
                " ON workload_plan FOR EACH ROW EXECUTE FUNCTION sec.guard_plan()",
                "CREATE TRIGGER workload_plan_called_off AFTER UPDATE OF ended_at"
                " ON workload_plan"
                " FOR EACH ROW EXECUTE FUNCTION sec.call_off_planned()",
                "CREATE TRIGGER workload_planned_place BEFORE INSERT"
                " ON workload_planned"
                " FOR EACH ROW EXECUTE FUNCTION sec.place_planned()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
