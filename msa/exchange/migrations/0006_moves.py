"""An import that was undone stays undone."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_check_once"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER exchange_importbatch_moves BEFORE UPDATE OF state "
            "ON exchange_importbatch FOR EACH ROW "
            "WHEN (OLD.state IS DISTINCT FROM NEW.state) "
            "EXECUTE FUNCTION sec.demand_move("
            "'STORED>UNDONE')",
            migrations.RunSQL.noop,
        ),
    ]
