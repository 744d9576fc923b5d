"""Keep members whom a survivor blocks from his record, managers among them (REC-08)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"


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
                "CREATE TRIGGER consent_grant_to_nobody_blocked"
                " BEFORE INSERT OR UPDATE OF until, user_id"
                " ON consent_subjectuserobjectpermission"
                " FOR EACH ROW EXECUTE FUNCTION sec.grant_to_nobody_blocked()",
                "CREATE TRIGGER cases_assignment_to_nobody_blocked"
                " BEFORE INSERT OR UPDATE OF ended_at, member_id ON cases_assignment"
                " FOR EACH ROW EXECUTE FUNCTION sec.assign_to_nobody_blocked()",
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
