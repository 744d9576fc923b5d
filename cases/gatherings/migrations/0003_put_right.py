"""Keep what was told of a meeting before it was put right."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import consent.models
import msa.vault.sealed

_MODES = [
    ("IN_PERSON", "In person"),
    ("HOME_VISIT", "At his home"),
    ("PHONE", "Phone"),
    ("VIDEO", "Video"),
    ("TEXT", "Text"),
    ("EMAIL", "Email"),
]
_HOW = [
    ("CAME", "Came"),
    ("TOLD_US", "Told us beforehand"),
    ("ABSENT", "Did not come"),
]
#: Each meeting that is there already gets a key of its own: a default of Django's would
#: give all of them the same one.
_OWN_KEY = (
    "('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16))::bit(64)::bigint"
    " & 9223372036854775807"
)


def _id() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    return models.UUIDField(
        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
    )


def _to(model: str) -> models.Field[object, object]:
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0030_discard_by_the_clock"),
        ("consent", "0030_demand_child_protection"),
        ("gatherings", "0002_protect"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierMeeting",
            fields=[
                ("id", _id()),
                ("organisation", _to("tenancy.organisation")),
                ("meeting", _to("gatherings.meeting")),
                ("revision", models.PositiveSmallIntegerField()),
                ("held_on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("mode", models.CharField(choices=_MODES, max_length=12)),
                ("guests", models.PositiveSmallIntegerField()),
                (
                    "run_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "meeting", "revision"],
                        name="earlier_meeting_once",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="MeetingWords",
            fields=[
                ("id", _id()),
                ("organisation", _to("tenancy.organisation")),
                ("organisation_key", _to("consent.organisationkey")),
                ("key_id", models.UUIDField(null=True)),
                ("wrapped", models.BinaryField(null=True)),
                ("meeting", _to("gatherings.meeting")),
                ("revision", models.PositiveSmallIntegerField()),
                ("sealed", msa.vault.sealed.SealedField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "meeting", "revision"],
                        name="meeting_words_once",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="EarlierAttendance",
            fields=[
                ("id", _id()),
                ("organisation", _to("tenancy.organisation")),
                ("meeting", _to("gatherings.meeting")),
                ("subject", _to("consent.subject")),
                ("attended", models.UUIDField()),
                ("held_on", models.DateField()),
                ("how", models.CharField(choices=_HOW, max_length=8)),
                ("since", models.PositiveSmallIntegerField()),
                ("until", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "meeting", "subject", "since"],
                        name="earlier_attendance_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("since__lt", models.F("until"))),
                        name="earlier_attendance_ended",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["organisation", "subject"],
                        name="earlier_attendance_subject",
                    )
                ],
            },
        ),
        migrations.AddField(
            "attendance", "revision", models.PositiveSmallIntegerField(default=1)
        ),
        migrations.AddField(
            "meeting", "revision", models.PositiveSmallIntegerField(default=1)
        ),
        migrations.AddField("meeting", "put_right_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "meeting", "taken_back_at", models.DateTimeField(null=True)
        ),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    [
                        "ALTER TABLE gatherings_meeting ADD COLUMN rounding_key bigint"
                        f" NOT NULL DEFAULT ({_OWN_KEY})",
                        "ALTER TABLE gatherings_meeting"
                        " ALTER COLUMN rounding_key DROP DEFAULT",
                    ],
                    migrations.RunSQL.noop,
                )
            ],
            [
                migrations.AddField(
                    "meeting",
                    "rounding_key",
                    models.BigIntegerField(default=consent.models.new_rounding_key),
                )
            ],
        ),
        # One that was taken back keeps no day from the one that took place.
        migrations.RemoveConstraint("meeting", "one_meeting_a_day"),
        migrations.AddConstraint(
            "meeting",
            models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("organisation", "group", "held_on"),
                name="one_meeting_a_day",
            ),
        ),
    ]
