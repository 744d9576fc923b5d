"""Receipts of the signed heads, and the one login that may read the heads to sign."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import Protect


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_protect")]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "number",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "audit_receipt"},
        ),
        Protect("Receipt", {"signer": {"SELECT": "all", "INSERT": "all"}}),
        migrations.RunSQL(
            [
                "CREATE POLICY signer_select ON audit_head FOR SELECT TO msa_signer "
                "USING (true)",
                "GRANT SELECT ON audit_head TO msa_signer",
                "CREATE TRIGGER audit_receipt_append_only "
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_receipt "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
