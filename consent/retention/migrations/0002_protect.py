"""Managers decide how long records are kept; sites may ask, and destroy nothing."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_MINE = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
_SEEN = {"SELECT": "all"}


def _by_me(column: str, *more: str) -> tuple[str, str]:
    return ("organisation", " AND ".join((f"{column} {_MINE}", *more)))


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("consent", "0007_moves"),
        ("cases", "0002_protect"),
        ("accounts", "0002_protect"),
    ]

    operations = [
        Protect(
            "SignedRule",
            {
                "manager": {"SELECT": "organisation", "INSERT": _by_me("signed_by_id")},
                "admin": {"SELECT": "organisation"},
            },
        ),
        Protect(
            "Hold",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": _by_me("placed_by_id", "lifted_at IS NULL"),
                    "UPDATE (lifted_by_id, lifted_at)": "organisation",
                },
                "sec": _SEEN,
            },
        ),
        Protect(
            "Keeping",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": _by_me("decided_by_id"),
                },
                "sec": _SEEN,
            },
        ),
        Protect(
            "Erasure",
            {
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": _by_me(
                        "asked_by_id",
                        "approved_at IS NULL",
                        "approved_by_id IS NULL",
                        "begun_at IS NULL",
                        "destroyed_at IS NULL",
                    ),
                    "UPDATE (approved_by_id, approved_at, stopped_by_id, stopped_at)": (
                        "organisation"
                    ),
                },
                "admin": {
                    "SELECT": "organisation",
                    "UPDATE (approved_by_id, approved_at)": "organisation",
                },
            },
        ),
        AsSec(
            "consent/retention/sql/retention.sql",
            "consent/retention/sql/carrying_on.sql",
        ),
        migrations.RunSQL(
            [
                # Consenting again: the key goes on under the new consent, and an
                # activity that is shown again is no tally any more.
                # Still never by itself: only another consent opens a sealed key again.
                "DROP TRIGGER consent_subjectkey_moves ON consent_subjectkey",
                "CREATE TRIGGER consent_subjectkey_moves BEFORE UPDATE OF state "
                "ON consent_subjectkey FOR EACH ROW "
                "WHEN (OLD.state IS DISTINCT FROM NEW.state AND NOT ("
                "OLD.state = 'SEALED' AND NEW.state = 'ACTIVE' "
                "AND OLD.consent_id <> NEW.consent_id)) "
                "EXECUTE FUNCTION sec.demand_move("
                "'ACTIVE>SEALED', 'ACTIVE>DESTROYED', 'SEALED>DESTROYED')",
                "GRANT UPDATE (consent_id) ON consent_subjectkey TO msa_sec",
                "GRANT SELECT, DELETE ON cases_tally TO msa_sec",
                "CREATE POLICY sec_select ON cases_tally FOR SELECT TO msa_sec"
                " USING (true)",
                "CREATE POLICY sec_delete ON cases_tally FOR DELETE TO msa_sec"
                " USING (true)",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE TRIGGER retention_erasure_guard BEFORE UPDATE ON retention_erasure "
            "FOR EACH ROW EXECUTE FUNCTION sec.guard_erasure()",
            migrations.RunSQL.noop,
        ),
    ]
