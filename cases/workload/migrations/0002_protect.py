"""What he said beforehand holds; standing in ends by the clock (CAS-04)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect, Rule

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_WRITTEN_BY_ME = f"written_by_id {_ME}"
_TODAY = "(now() AT TIME ZONE 'Pacific/Auckland')::date"
_MINE: Rule = ("organisation", f"member_id {_ME}")
_OWN = {"SELECT": "all", "DELETE": "all"}
#: Whoever stands in knows it before it begins, and no more of it once it is over.
_STANDS_IN = (
    f"(member_id {_ME} AND until > now() AND ended_at IS NULL"
    " OR subject_id = ANY ((SELECT sec.my_subjects())::uuid[]))"
)
_READ = "UPDATE (read_at, read_by_id)"


def _asked(act: str, table: str, function: str) -> list[str]:
    """Return the triggers that ask, once for a statement, what he wishes.

    PostgreSQL gives what a statement has changed to triggers of one event each.
    """
    return [
        f"CREATE TRIGGER {table}_{act}_{event.lower()} AFTER {event} ON {table}"
        " REFERENCING NEW TABLE AS let_in FOR EACH STATEMENT"
        f" EXECUTE FUNCTION sec.{function}()"
        for event in ("INSERT", "UPDATE")
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("workload", "0001_initial"),
        ("cases", "0051_protect_episode_turns"),
        ("accounts", "0002_protect"),
        ("consent", "0020_keep_blocked_managers_away"),
    ]

    operations = [
        Protect(
            "Wish",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", f"{_WRITTEN_BY_ME} AND ended_at IS NULL"),
                    "UPDATE (ended_at)": "subject",
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"{_WRITTEN_BY_ME} AND ended_at IS NULL",
                    ),
                    "UPDATE (ended_at)": "organisation",
                },
                "sec": _OWN,
            },
        ),
        Protect(
            "Agreed",
            {
                "worker": {"SELECT": "subject"},
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"{_WRITTEN_BY_ME} AND asked_on <= {_TODAY}",
                    ),
                },
                "sec": _OWN,
            },
        ),
        Protect(
            "Cover",
            {
                "worker": {"SELECT": ("organisation", _STANDS_IN)},
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"made_by_id {_ME} AND ended_at IS NULL",
                    ),
                    "UPDATE (ended_at)": "organisation",
                },
                "sec": {**_OWN, "UPDATE (ended_at)": "all"},
            },
        ),
        Protect(
            "Handover",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"made_by_id {_ME}"),
                    "UPDATE (undone_at, undone_by_id)": (
                        "organisation",
                        f"undone_by_id IS NULL OR undone_by_id {_ME}",
                    ),
                },
            },
        ),
        Protect(
            "Moved",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": "organisation",
                    "UPDATE (went_back)": "organisation",
                },
                "sec": _OWN,
            },
        ),
        Protect(
            "ShortNote",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": (
                        "subject",
                        f"{_WRITTEN_BY_ME} AND direction = 'TO_MANAGER'",
                    ),
                    _READ: (
                        "subject",
                        f"direction = 'TO_WORKER' AND (read_by_id IS NULL"
                        f" OR read_by_id {_ME})",
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"{_WRITTEN_BY_ME} AND direction = 'TO_WORKER'",
                    ),
                    _READ: (
                        "organisation",
                        f"direction = 'TO_MANAGER' AND (read_by_id IS NULL"
                        f" OR read_by_id {_ME})",
                    ),
                },
                "sec": {**_OWN, "UPDATE (withheld)": "all"},
            },
            key="RECORD",
        ),
        Protect(
            "SafeLoad",
            {
                role: {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"set_by_id {_ME}"),
                    "UPDATE (people, hours_a_week, set_by_id, set_at)": (
                        "organisation",
                        f"set_by_id {_ME}",
                    ),
                }
                for role in ("manager", "admin")
            },
        ),
        Protect(
            "KeptView",
            {"manager": {"SELECT": _MINE, "INSERT": _MINE, "DELETE": _MINE}},
        ),
        *(
            Narrow(model, "manager", "not-kept-away")
            for model in ("Wish", "Agreed", "Cover", "Moved", "ShortNote")
        ),
        AsSec("cases/workload/sql/workload.sql"),
        migrations.RunSQL(
            [
                *_asked("wish", "cases_assignment", "work_as_he_wishes"),
                *_asked("wish", "workload_cover", "work_as_he_wishes"),
                *_asked("blocked", "workload_cover", "assign_to_nobody_blocked"),
                *_asked(
                    "wish", "consent_subjectuserobjectpermission", "grant_as_he_wishes"
                ),
                "CREATE TRIGGER workload_wish_place BEFORE INSERT ON workload_wish"
                " FOR EACH ROW EXECUTE FUNCTION sec.place_wish()",
                "CREATE TRIGGER workload_cover_place"
                " BEFORE INSERT OR UPDATE ON workload_cover"
                " FOR EACH ROW EXECUTE FUNCTION sec.place_cover()",
                "CREATE TRIGGER accounts_member_covers_end"
                " AFTER UPDATE OF left_at, roles ON accounts_member"
                " FOR EACH ROW EXECUTE FUNCTION sec.end_covers()",
                "CREATE TRIGGER cases_blockedmember_covers_end"
                " AFTER INSERT ON cases_blockedmember"
                " FOR EACH ROW EXECUTE FUNCTION sec.end_covers()",
                "CREATE TRIGGER cases_assignment_covers_end"
                " AFTER INSERT ON cases_assignment"
                " FOR EACH ROW EXECUTE FUNCTION sec.end_covers()",
                "CREATE TRIGGER workload_handover_guard BEFORE UPDATE"
                " ON workload_handover"
                " FOR EACH ROW EXECUTE FUNCTION sec.guard_handover()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
