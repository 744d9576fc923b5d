"""A job that has ended is not done again."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_protect"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER jobs_job_moves BEFORE UPDATE OF state "
            "ON jobs_job FOR EACH ROW "
            "WHEN (OLD.state IS DISTINCT FROM NEW.state) "
            "EXECUTE FUNCTION sec.demand_move("
            "'QUEUED>RUNNING', 'RUNNING>DONE', 'RUNNING>FAILED')",
            migrations.RunSQL.noop,
        ),
    ]
