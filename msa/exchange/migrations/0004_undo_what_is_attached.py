"""Undoing an import takes back support people, hopes and check-ins as well."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_support_hopes_and_check_ins"),
        ("assessments", "0002_protect"),
        ("cases", "0003_support_people_and_hopes"),
    ]

    operations = [
        AsSec("msa/exchange/sql/attached.sql"),
        migrations.RunSQL(
            "CREATE TRIGGER exchange_importbatch_undone BEFORE UPDATE OF state "
            "ON exchange_importbatch FOR EACH ROW "
            "WHEN (NEW.state = 'UNDONE' AND OLD.state = 'STORED') "
            "EXECUTE FUNCTION sec.batch_undone()",
            migrations.RunSQL.noop,
        ),
    ]
