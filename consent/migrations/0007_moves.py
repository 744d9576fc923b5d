"""A key that was sealed or destroyed opens nothing again (CON-04)."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0006_rotation"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER consent_subjectkey_moves BEFORE UPDATE OF state "
            "ON consent_subjectkey FOR EACH ROW "
            "WHEN (OLD.state IS DISTINCT FROM NEW.state) "
            "EXECUTE FUNCTION sec.demand_move("
            "'ACTIVE>SEALED', 'ACTIVE>DESTROYED', 'SEALED>DESTROYED')",
            migrations.RunSQL.noop,
        ),
    ]
