"""Keep what somebody has begun to write of a meeting, apart for each man."""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import msa.vault.sealed


def _to(model: str, *, null: bool = False) -> models.Field[object, object]:
    return models.ForeignKey(
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=model,
    )


def _with_key() -> list[tuple[str, Any]]:
    return [
        (
            "id",
            models.UUIDField(
                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("organisation", _to("tenancy.organisation")),
        ("organisation_key", _to("consent.organisationkey")),
        ("key_id", models.UUIDField(null=True)),
        ("wrapped", models.BinaryField(null=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0030_discard_by_the_clock"),
        ("consent", "0030_demand_child_protection"),
        ("gatherings", "0010_let_places_stay"),
        ("tenancy", "0004_custody"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingDraft",
            fields=[
                *_with_key(),
                ("group", _to("gatherings.peergroup")),
                ("meeting", _to("gatherings.meeting", null=True)),
                ("written_by", _to("accounts.member")),
                ("saved_at", models.DateTimeField()),
                ("sealed", msa.vault.sealed.SealedField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "group"], name="meeting_draft_group"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="MemberDraft",
            fields=[
                *_with_key(),
                ("draft", _to("gatherings.meetingdraft")),
                ("subject", _to("consent.subject")),
                ("sealed", msa.vault.sealed.SealedField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation", "draft", "subject"],
                        name="drafted_once",
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["organisation", "subject"],
                        name="member_draft_subject",
                    )
                ],
            },
        ),
    ]
