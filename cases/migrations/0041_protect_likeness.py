"""Fingerprints are read by functions alone; pairs by managers near to both (REC-10)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_BY_ME = (
    "(decided_by_id IS NULL OR decided_by_id IN (SELECT id FROM accounts_member"
    " WHERE person_id = (SELECT sec.person())))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0040_likeness"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
        ("consent", "0020_keep_blocked_managers_away"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        AsSec("cases/sql/likeness.sql"),
        Protect(
            "Fingerprint",
            {
                "admin": {"INSERT": "organisation"},
                "sec": {
                    "SELECT": "all",
                    "INSERT": "all",
                    "UPDATE (withheld)": "all",
                    "DELETE": "all",
                },
            },
            key="RECORD",
        ),
        Protect(
            "Likeness",
            {
                "manager": {
                    "SELECT": "organisation",
                    "UPDATE (state, decided_by_id, decided_at)": (
                        "organisation",
                        _BY_ME,
                    ),
                },
                "sec": {
                    "SELECT": "all",
                    "INSERT": "all",
                    "UPDATE (matched)": "all",
                    "DELETE": "all",
                },
            },
        ),
        Narrow(
            "Likeness",
            "manager",
            ("not-kept-away", "other_id <> ALL ((SELECT sec.kept_from())::uuid[])"),
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER cases_fingerprint_alike AFTER INSERT"
                " ON cases_fingerprint REFERENCING NEW TABLE AS fresh"
                " FOR EACH STATEMENT EXECUTE FUNCTION sec.find_likenesses()",
                "CREATE TRIGGER cases_likeness_moves"
                " BEFORE UPDATE OF state, decided_by_id, decided_at ON cases_likeness"
                " FOR EACH ROW"
                " EXECUTE FUNCTION sec.demand_move('OPEN>APART', 'OPEN>SAME')",
                # Whoever saves makes the digests: the key is shut but to the process.
                "CREATE POLICY worker_select ON consent_fingerprintkey FOR SELECT"
                " TO msa_worker USING (organisation_id = (SELECT sec.organisation())"
                " AND use = 'likeness')",
                "GRANT SELECT ON consent_fingerprintkey TO msa_worker",
            ],
            migrations.RunSQL.noop,
        ),
    ]
