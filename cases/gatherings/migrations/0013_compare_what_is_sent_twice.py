"""Note by what a meeting that is sent twice is compared, man by man."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0012_protect_meeting_drafts")]

    operations = [
        migrations.AddField("attendance", "sent_digest", models.BinaryField(null=True))
    ]
