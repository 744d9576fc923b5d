"""Plans by which a caseload moves on a day to come (UI-M3)."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0030_discard_by_the_clock"),
        ("consent", "0030_demand_child_protection"),
        ("tenancy", "0004_custody"),
        ("workload", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
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
                ("due_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workload.handover",
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
            ],
        ),
        migrations.CreateModel(
            name="Planned",
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
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("MOVED", "It happened"),
                            ("CALLED_OFF", "Called off"),
                            ("SEALED", "It did not happen: your record was closed"),
                            (
                                "GIVEN_ON",
                                "It did not happen: you had somebody else by then",
                            ),
                            (
                                "FINISHED",
                                "It did not happen: nobody worked with you any more",
                            ),
                            ("LEFT", "It did not happen: the new peer worker had left"),
                            (
                                "KEPT_AWAY",
                                "It did not happen: you don’t want them near",
                            ),
                            (
                                "ASK_FIRST",
                                "It did not happen: you want to be asked first",
                            ),
                        ],
                        blank=True,
                        default="",
                        max_length=10,
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
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workload.plan",
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
                    "to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["organisation", "ended_at"], name="plan_newest"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("organisation", "member"),
                name="one_plan_for_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    models.Q(("ended_by__isnull", True), ("handover__isnull", True)),
                    _connector="OR",
                ),
                name="plan_ends_once",
            ),
        ),
        migrations.AddIndex(
            model_name="planned",
            index=models.Index(
                fields=["organisation", "subject"], name="planned_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="planned",
            index=models.Index(
                condition=models.Q(("outcome", "")),
                fields=["organisation", "to"],
                name="planned_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="planned",
            constraint=models.UniqueConstraint(
                fields=("organisation", "plan", "subject"), name="planned_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planned",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("organisation", "subject"),
                name="planned_by_one_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="planned",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "",
                            "MOVED",
                            "CALLED_OFF",
                            "SEALED",
                            "GIVEN_ON",
                            "FINISHED",
                            "LEFT",
                            "KEPT_AWAY",
                            "ASK_FIRST",
                        ],
                    )
                ),
                name="outcome_is_known",
            ),
        ),
    ]
