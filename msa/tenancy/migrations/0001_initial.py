"""Schemas for the definer functions, the context check, organisations."""

from __future__ import annotations

import uuid

from django.db import migrations, models

from msa.tenancy.operations import AsSec, Protect

EVERY_ROLE = (
    "msa_worker, msa_manager, msa_admin, msa_survivor, msa_signin, msa_national, "
    "msa_reporting"
)


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.RunSQL(
            [
                "CREATE SCHEMA sec AUTHORIZATION msa_sec",
                "CREATE SCHEMA priv AUTHORIZATION msa_sec",
                f"GRANT SELECT ON django_migrations TO {EVERY_ROLE}, msa_app",
            ],
            migrations.RunSQL.noop,
        ),
        AsSec("msa/tenancy/sql/context.sql"),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_mi", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MEMBER", "Member organisation"),
                            ("NATIONAL", "National body"),
                        ],
                        default="MEMBER",
                        max_length=10,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=3)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        Protect(
            "Organisation",
            {
                "worker": {"SELECT": "own-organisation"},
                "manager": {"SELECT": "own-organisation"},
                "admin": {"SELECT": "own-organisation"},
                "survivor": {"SELECT": "own-organisation"},
                "national": {"SELECT": "all"},
                "reporting": {"SELECT": "all"},
                "signin": {"SELECT": "all"},
            },
        ),
    ]
