"""Keep every version of a session, and say on a timeline what was written together.

SES-04, UI-W14.
"""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0030_discard_by_the_clock"),
        ("cases", "0051_protect_episode_turns"),
        ("consent", "0030_demand_child_protection"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.AddField(
            model_name="sessionnote",
            name="written_together",
            field=models.BooleanField(default=False),
        ),
        # For whoever stores rows without naming it. Django itself would ask for it back,
        # and whoever may only write notes reads none.
        migrations.RunSQL(
            "ALTER TABLE cases_sessionnote"
            " ALTER COLUMN written_together SET DEFAULT false",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="SessionVersion",
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
                ("held_on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ONE_TO_ONE", "One-to-one"),
                            ("GROUP", "Peer group"),
                            ("WORKSHOP", "Workshop"),
                            ("CONTACT", "Phone, text, email or video"),
                            ("EMAIL_KEPT", "Important email kept"),
                            ("WHANAU", "Whānau, family or supporter"),
                            ("REFERRAL", "Referral"),
                            ("ADVOCACY", "Advocacy and navigation"),
                            ("DID_NOT_ATTEND", "Didn't meet this time"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("IN_PERSON", "In person"),
                            ("HOME_VISIT", "At his home"),
                            ("PHONE", "Phone"),
                            ("VIDEO", "Video"),
                            ("TEXT", "Text"),
                            ("EMAIL", "Email"),
                        ],
                        max_length=12,
                    ),
                ),
                ("written_at", models.DateTimeField()),
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
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.session",
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
                        fields=["organisation", "subject"],
                        name="session_version_subject",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "session", "revision"),
                        name="session_version_revision",
                    )
                ],
            },
        ),
    ]
