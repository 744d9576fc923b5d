"""Sessions that somebody can see and end; Django's own table is used no longer."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                (
                    "expire_date",
                    models.DateTimeField(db_index=True, verbose_name="expire date"),
                ),
                ("handle", models.UUIDField(null=True)),
                ("site", models.CharField(max_length=10)),
                ("browser", models.CharField(blank=True, max_length=20)),
                ("device", models.CharField(blank=True, max_length=20)),
                ("begun_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.RunSQL(
            [
                "GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_session "
                "TO msa_signin",
                "REVOKE ALL ON django_session FROM msa_signin",
                "DELETE FROM django_session",
            ],
            migrations.RunSQL.noop,
        ),
    ]
