"""Let the administrator review what no manager may whom the survivor lets near."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("overrides", "0002_protect"),
        ("cases", "0021_block_members"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "CREATE POLICY sec_select ON overrides_disclosure"
                " FOR SELECT TO msa_sec USING (true)",
                "GRANT SELECT ON overrides_disclosure TO msa_sec",
            ],
            migrations.RunSQL.noop,
        ),
        AsSec("cases/overrides/sql/reviews_left.sql"),
    ]
