"""Note who wrote each version of a meeting."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0013_compare_what_is_sent_twice")]

    operations = [
        migrations.AddField("meeting", "put_right_by", models.UUIDField(null=True)),
        migrations.AddField(
            "earliermeeting", "written_by", models.UUIDField(null=True)
        ),
    ]
