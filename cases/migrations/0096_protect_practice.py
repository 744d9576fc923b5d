"""How somebody works is his own to see, and his manager's while he shows it (CAS-03)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect, Rule

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_OWN: Rule = ("organisation", f"member_id {_MINE}")
_WORKS_HERE = (
    "member_id IN (SELECT m.id FROM accounts_member m WHERE m.left_at IS NULL)"
)
#: A manager is shown no share that has ended: it looks as if there had been none.
_SHOWN: Rule = (
    "organisation",
    f"shown_to_id {_MINE} AND ended_at IS NULL AND until > now() AND {_WORKS_HERE}",
)
#: Asks for the shares that the manager is shown, by their own policy.
_SHOWN_MONTHS: Rule = (
    "organisation",
    "member_id IN (SELECT s.member_id FROM cases_practiceshare s)",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0095_practice")]

    operations = [
        Protect(
            "PracticeShare",
            {
                "worker": {"SELECT": _OWN, "INSERT": _OWN, "UPDATE (ended_at)": _OWN},
                "manager": {"SELECT": _SHOWN},
            },
        ),
        Protect(
            "PracticeMonth",
            {
                "worker": {
                    "SELECT": _OWN,
                    "INSERT": _OWN,
                    "UPDATE (purposeful, task_only, not_said)": _OWN,
                },
                "manager": {"SELECT": _SHOWN_MONTHS},
                "sec": {"SELECT": "all", "DELETE": "all"},
            },
        ),
        AsSec("cases/sql/practice.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER cases_practicemonth_oldest"
            " AFTER INSERT ON cases_practicemonth FOR EACH ROW"
            " EXECUTE FUNCTION sec.drop_old_practice()",
            migrations.RunSQL.noop,
        ),
    ]
