"""What somebody has begun to write of a meeting and not saved yet (SES-03, ADR 51)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from consent.models import Subject
from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.vault.sealed import SealedField

_KEY = frozenset({"id", "organisation", "organisation_key", "key_id", "wrapped"})


class MemberDraft(RowWithKey):
    """What such a form says of one man: gone as soon as he wants no notes."""

    # It comes before the draft it belongs to: what is short-lived is forgotten table by
    # table in this order, and no draft goes before what it says of single men.
    key_purpose = "MEMBER_DRAFT"
    outlives_restore = False

    draft = models.ForeignKey(
        "gatherings.MeetingDraft",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    sealed = SealedField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "draft", "subject"], name="drafted_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject"], name="member_draft_subject"
            )
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEY | {"draft", "subject"}
        holding = "what is being written about him"


class MeetingDraft(RowWithKey):
    """A form about a meeting as it stood, without what tells of one man alone."""

    key_purpose = "MEETING_DRAFT"
    outlives_restore = False

    group = models.ForeignKey(
        "gatherings.PeerGroup",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    #: The meeting that is put right; none while one is logged.
    meeting = models.ForeignKey(
        "gatherings.Meeting",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
    )
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField()
    sealed = SealedField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "group"], name="meeting_draft_group")
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEY | {"group", "meeting", "written_by", "saved_at"}
