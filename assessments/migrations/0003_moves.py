"""A check-in that has ended begins no more."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_protect"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER assessments_assessment_moves BEFORE UPDATE OF state "
            "ON assessments_assessment FOR EACH ROW "
            "WHEN (OLD.state IS DISTINCT FROM NEW.state) "
            "EXECUTE FUNCTION sec.demand_move("
            "'OPEN>FINISHED', 'OPEN>ENDED')",
            migrations.RunSQL.noop,
        ),
    ]
