"""Add the other sections of Form 1, members he blocks, and the list of pou."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_used_once"),
        ("cases", "0010_notes_by_supervision"),
        ("consent", "0007_moves"),
        ("tenancy", "0003_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pou",
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
                ("place", models.PositiveSmallIntegerField()),
                ("te_reo", models.CharField(max_length=80)),
                ("english", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AlterField(
            model_name="section",
            name="kind",
            field=models.CharField(
                choices=[
                    ("identity", "Who he is"),
                    ("contact", "Safe contact"),
                    ("support", "Support people"),
                    ("issues", "What brings him here"),
                    ("hopes", "Hopes"),
                    ("strengths", "Strengths"),
                    ("steps", "Next steps"),
                    ("safety", "Keeping safe"),
                    ("wellbeing", "Wellbeing"),
                    ("offer", "Support offered"),
                    ("needs", "Needs and worries"),
                    ("choice", "Who he wants to talk to"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="BlockedMember",
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
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
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
                        fields=["organisation", "subject"], name="blocked_subject"
                    ),
                    models.Index(
                        fields=["organisation", "member"], name="blocked_member"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("organisation", "subject", "member"),
                        name="blocked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("ended_by__isnull", True)
                            ),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="block_end_has_somebody",
                    ),
                ],
            },
        ),
    ]
