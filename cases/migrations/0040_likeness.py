"""Add by what people are known again, and pairs that may be one person (REC-10)."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_used_once"),
        ("cases", "0031_protect_set_apart"),
        ("consent", "0020_keep_blocked_managers_away"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fingerprint",
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
                ("withheld", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("NAME", "Name and date of birth"),
                            ("EMAIL", "Email address"),
                            ("PHONE", "Phone number"),
                        ],
                        max_length=5,
                    ),
                ),
                ("digest", models.BinaryField()),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.subjectkey",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.subject",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "kind", "digest"],
                        name="fingerprint_alike",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "subject", "key", "kind", "digest"),
                        name="fingerprint_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
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
                (
                    "matched",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("NAME", "Name and date of birth"),
                                ("EMAIL", "Email address"),
                                ("PHONE", "Phone number"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Not looked into yet"),
                            ("APART", "Not the same person"),
                            ("SAME", "The same person"),
                        ],
                        default="OPEN",
                        max_length=5,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="tenancy.organisation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.subject",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.subject",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "other"], name="likeness_other"
                    ),
                    models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["organisation", "-found_at"],
                        name="likeness_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "subject", "other"),
                        name="likeness_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject__lt", models.F("other"))),
                        name="likeness_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("state", "OPEN"),
                            ),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="likeness_decided_by_somebody",
                    ),
                ],
            },
        ),
    ]
