"""A released report is a CSV file too, and none is released that can be attacked."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_figures_with_decimals")]

    operations = [
        migrations.AlterField(
            model_name="reportfile",
            name="format",
            field=models.CharField(
                choices=[("pdf", "PDF"), ("csv", "CSV")], max_length=4
            ),
        ),
        AsSec("reporting/sql/attacked.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER reporting_report_passed_attack "
            "BEFORE UPDATE OF state ON reporting_report FOR EACH ROW "
            "WHEN (NEW.state = 'RELEASED' AND OLD.state <> 'RELEASED') "
            "EXECUTE FUNCTION sec.demand_attack()",
            migrations.RunSQL.noop,
        ),
    ]
