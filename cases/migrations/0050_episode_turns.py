"""Note what happens within a stretch of support, turn by turn (REC-11)."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import msa.vault.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_used_once"),
        ("cases", "0041_protect_likeness"),
        ("consent", "0020_keep_blocked_managers_away"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="back_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="episode",
            name="paused_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="episode",
            name="phase",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CONNECT", "Connect: getting to know each other"),
                    ("INTEGRATE", "Integrate: choosing a way and the right supports"),
                    ("SUPPORT", "Support: under way, with peers alongside"),
                ],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="EpisodeTurn",
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
                ("revision", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PHASE", "On to another phase"),
                            ("PAUSED", "A pause"),
                            ("WENT_ON", "Going on again"),
                            ("ENDED", "Finished for now"),
                        ],
                        max_length=8,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CONNECT", "Connect: getting to know each other"),
                            (
                                "INTEGRATE",
                                "Integrate: choosing a way and the right supports",
                            ),
                            ("SUPPORT", "Support: under way, with peers alongside"),
                        ],
                        max_length=10,
                    ),
                ),
                ("back_on", models.DateField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GOALS_MET", "Reached what was hoped for"),
                            ("CARRIES_ON", "Carries on well without us for now"),
                            ("OTHER_SUPPORT", "Found other support that fits"),
                            ("MOVED", "Moved away"),
                            ("NOT_NOW", "Not the right time now"),
                            ("NOT_A_FIT", "Looked for something that we don’t offer"),
                            ("LOST_TOUCH", "We lost touch"),
                            ("OTHER", "Something else"),
                            ("NOT_SAID", "Didn’t say"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sealed", msa.vault.sealed.SealedField()),
                ("written_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.episode",
                    ),
                ),
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
                (
                    "taken_back_by",
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
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "subject"], name="turn_subject"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "episode", "revision"),
                        name="turn_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("back_on", None),
                                ("kind", "PHASE"),
                                ("phase__gt", ""),
                                ("reason", ""),
                            ),
                            models.Q(("kind", "PAUSED"), ("phase", ""), ("reason", "")),
                            models.Q(
                                ("back_on", None),
                                ("kind", "WENT_ON"),
                                ("phase", ""),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("back_on", None),
                                ("kind", "ENDED"),
                                ("phase", ""),
                                ("reason__gt", ""),
                            ),
                            _connector="OR",
                        ),
                        name="turn_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back_on", None),
                            ("back_on__gte", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="turn_back_after_pause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_by", None)),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="turn_taken_back_by_somebody",
                    ),
                ],
            },
        ),
    ]
