"""What was told of a meeting before it was put right; nothing of it is overwritten."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.enums import Mode
from cases.gatherings.enums import Attended
from consent.models import Subject
from consent.row_keys import RowWithKey
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField


class EarlierMeeting(TenantModel):
    """What was counted of a meeting, as one version of it told. The database notes it.

    The newest version is the meeting itself: one that nobody has put right has none
    of these.
    """

    meeting = models.ForeignKey(
        "gatherings.Meeting",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    revision = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=12, choices=Mode)
    guests = models.PositiveSmallIntegerField()
    run_by = ArrayField(models.UUIDField())
    written_at = models.DateTimeField()
    # Nobody is named for one from before this was noted: whoever logged it wrote it.
    written_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "revision"],
                name="earlier_meeting_once",
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "meeting",
                "revision",
                "held_on",
                "minutes",
                "mode",
                "guests",
                "run_by",
                "written_at",
                "written_by",
            }
        )


class MeetingWords(RowWithKey):
    """The summary of a meeting as one correction of it says it, without names.

    A version whose words stayed has none: its words are the newest before it.
    """

    key_purpose = "MEETING"

    meeting = models.ForeignKey(
        "gatherings.Meeting",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    revision = models.PositiveSmallIntegerField()
    sealed = SealedField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "revision"],
                name="meeting_words_once",
            )
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "organisation_key",
                "key_id",
                "wrapped",
                "meeting",
                "revision",
            }
        )


class EarlierAttendance(TenantModel):
    """How somebody stood in the versions of a meeting from one to before another."""

    meeting = models.ForeignKey(
        "gatherings.Meeting",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # The attendance that was put right, which may be gone since; his session bears it.
    attended = models.UUIDField()
    held_on = models.DateField()
    how = models.CharField(max_length=8, choices=Attended)
    since = models.PositiveSmallIntegerField()
    until = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "subject", "since"],
                name="earlier_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(since__lt=F("until")), name="earlier_attendance_ended"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject"], name="earlier_attendance_subject"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "meeting",
                "subject",
                "attended",
                "held_on",
                "how",
                "since",
                "until",
            }
        )
        holding = "which groups he is in"
