"""Passages of Qualitative reports: those of the organisations a contract names."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("funders", "0002_protect"),
        ("narratives", "0002_protect"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "CREATE POLICY funder_select ON narratives_passage FOR SELECT "
                "TO msa_funder USING ((SELECT sec.role()) = 'funder' "
                "AND report_id IN (SELECT id FROM reporting_report) "
                "AND code = ANY (ARRAY(SELECT unnest(organisations) "
                "FROM funders_client WHERE id = (SELECT sec.person()))))",
                "GRANT SELECT ON narratives_passage TO msa_funder",
            ],
            migrations.RunSQL.noop,
        ),
    ]
