"""Two people let earlier words go, by functions alone; no role may empty a row."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect


def _emptied(table: str) -> list[str]:
    """Return what lets the words of a table's rows go, and nothing else be done."""
    return [
        f"GRANT UPDATE (sealed, let_go) ON {table} TO msa_sec",
        # Nothing stands there without words, but for a decision: and never what stands
        # now.
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_let_go CHECK ("
        "(let_go IS NULL) = (octet_length(sealed) > 0)"
        " AND (let_go IS NULL OR superseded))",
        f"CREATE TRIGGER {table}_let_go BEFORE INSERT OR UPDATE OF sealed, let_go"
        f" ON {table} FOR EACH ROW WHEN (NEW.let_go IS NOT NULL)"
        " EXECUTE FUNCTION sec.guard_words_let_go()",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("forgetting", "0001_initial"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
        ("cases", "0098_let_words_go"),
        ("retention", "0002_protect"),
    ]

    operations = [
        Protect(
            "Forgetting",
            {
                "worker": {"SELECT": "subject"},
                "manager": {"SELECT": "organisation"},
                "sec": {
                    "SELECT": "all",
                    "INSERT": "all",
                    "UPDATE (outcome, decided_by_id, decided_at)": "all",
                },
            },
        ),
        Narrow("Forgetting", "manager", "not-kept-away"),
        AsSec("cases/forgetting/sql/forgetting.sql"),
        migrations.RunSQL(
            [
                "CREATE POLICY sec_select ON retention_signedrule FOR SELECT TO msa_sec"
                " USING (true)",
                "GRANT SELECT ON retention_signedrule TO msa_sec",
                *_emptied("cases_section"),
                *_emptied("cases_sessionnote"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
