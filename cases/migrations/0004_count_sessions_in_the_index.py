"""Let a quarter's sessions be counted from an index alone, without the table."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_support_people_and_hopes")]

    operations = [
        migrations.AddIndex(
            "session",
            models.Index(
                condition=models.Q(withheld=False),
                fields=["held_on"],
                include=["organisation", "subject", "kind", "mode", "minutes"],
                name="session_counted",
            ),
        ),
        migrations.RemoveIndex("session", "session_quarter"),
    ]
