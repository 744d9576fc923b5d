"""Let an answer of his end with the next one alone, and what was planned with it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("workload", "0004_protect_plans")]

    operations = [
        AsSec("cases/workload/sql/wishes.sql"),
        migrations.RunSQL(
            [
                *(
                    statement
                    for role in ("worker", "manager")
                    for statement in (
                        f"REVOKE UPDATE (ended_at) ON workload_wish FROM msa_{role}",
                        f"DROP POLICY {role}_update ON workload_wish",
                    )
                ),
                "GRANT UPDATE (ended_at) ON workload_wish TO msa_sec",
                "CREATE POLICY sec_update ON workload_wish FOR UPDATE TO msa_sec"
                " USING (true) WITH CHECK (true)",
                "CREATE TRIGGER workload_wish_ends_covers AFTER INSERT"
                " ON workload_wish FOR EACH ROW"
                " EXECUTE FUNCTION sec.end_covers_to_come()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
