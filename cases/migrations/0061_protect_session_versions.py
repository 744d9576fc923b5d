"""Let a session be put right version by version, and in no other way (SES-04)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0060_session_versions")]

    operations = [
        Protect(
            "SessionVersion",
            {
                "worker": {
                    "SELECT": "subject",
                    # The first one the database notes by itself.
                    "INSERT": ("subject", f"revision > 1 AND written_by_id {_MINE}"),
                },
                "manager": {"SELECT": "organisation"},
                "sec": {"SELECT": "all", "INSERT": "all", "UPDATE (withheld)": "all"},
            },
            key="SESSIONS",
        ),
        Narrow("SessionVersion", "manager", "not-kept-away"),
        AsSec("cases/sql/corrections.sql"),
        migrations.RunSQL(
            [
                "GRANT UPDATE (held_on, minutes, kind, mode) ON cases_session"
                " TO msa_sec",
                "CREATE TRIGGER cases_sessionversion_place"
                " BEFORE INSERT ON cases_sessionversion FOR EACH ROW"
                " WHEN (NEW.revision <> 1)"
                " EXECUTE FUNCTION sec.place_session_version()",
                "CREATE TRIGGER cases_sessionversion_settle"
                " AFTER INSERT ON cases_sessionversion FOR EACH ROW"
                " WHEN (NEW.revision <> 1) EXECUTE FUNCTION sec.settle_session()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
