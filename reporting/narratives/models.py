"""Narratives: sealed while they are drafts, plain words once they name nobody.

A draft may hold a name, so it is sealed, and its key is dropped when it is approved.
The approved words are what national staff and the report builder can read.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField
from reporting.models import Report
from reporting.narratives.enums import Reason, State
from reporting.quarters import Quarter


class SealedTexts(RowWithKey):
    """Words under a key of their own, which the organisation's key wraps."""

    key_purpose = "NARRATIVE"

    sealed = SealedField(null=True)
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()

    class Meta:
        abstract = True


class Narrative(SealedTexts):
    """What one organisation tells of one quarter, in one edition (REP-05, REP-06)."""

    quarter = models.CharField(max_length=6)
    edition = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Members whose words are in it: whoever approves should be none of them.
    authors = ArrayField(models.UUIDField(), default=list)
    approved_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    approved_at = models.DateTimeField(null=True)
    explained = models.PositiveSmallIntegerField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    # Somebody of the national body, by the id of his sign-in.
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "quarter", "edition"], name="narrative_edition"
            ),
            models.UniqueConstraint(
                fields=["organisation", "quarter"],
                condition=~models.Q(state="TAKEN_BACK"),
                name="one_narrative",
            ),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT", approved_by=None, approved_at=None)
                | (
                    ~models.Q(state="DRAFT")
                    & models.Q(approved_by__isnull=False, approved_at__isnull=False)
                ),
                name="only_drafts_are_not_approved",
            ),
            # What was approved is no secret; what was not approved has no key left.
            models.CheckConstraint(
                condition=models.Q(state="DRAFT")
                | models.Q(sealed=None, wrapped=None, key_id=None),
                name="no_draft_outlives_its_approval",
            ),
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
                "revision",
                "written_at",
                "quarter",
                "edition",
                "state",
                "written_by",
                "authors",
                "approved_by",
                "approved_at",
                "explained",
                "content_hash",
                "read_by",
                "read_at",
            }
        )

    def __str__(self) -> str:
        return f"{self.quarter} edition {self.edition}"

    @property
    def period(self) -> Quarter:
        """The quarter it is about."""
        return Quarter.from_code(self.quarter)


class Contribution(SealedTexts):
    """What one peer worker offers for his organisation's narrative of a quarter."""

    quarter = models.CharField(max_length=6)
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "quarter", "member"], name="contribution_once"
            ),
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
                "revision",
                "written_at",
                "quarter",
                "member",
            }
        )

    @property
    def period(self) -> Quarter:
        """The quarter it is about."""
        return Quarter.from_code(self.quarter)


class Explanation(TenantModel):
    """Why a hit may stand. The hit is a keyed digest: nothing here says a name."""

    narrative = models.ForeignKey(
        Narrative, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    digest = models.BinaryField()
    reason = models.CharField(max_length=12, choices=Reason)
    explained_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    explained_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "narrative", "digest"], name="explained_once"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "narrative",
                "digest",
                "reason",
                "explained_by",
                "explained_at",
            }
        )


class ApprovedText(TenantModel):
    """The answer to one prompt as it was approved; never changed."""

    narrative = models.ForeignKey(
        Narrative, on_delete=models.DO_NOTHING, related_name="texts", db_index=False
    )
    prompt = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "narrative", "prompt"], name="approved_once"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "narrative", "prompt", "position", "text"}
        )

    def __str__(self) -> str:
        return self.prompt


class Passage(models.Model):
    """What one organisation says under one prompt in one report; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    code = models.CharField(max_length=40)
    # Frozen with the words: an organisation may take another name later.
    label = models.CharField(max_length=120)
    prompt = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "code", "prompt"], name="passage_once"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {"id", "report", "code", "label", "prompt", "position", "text"}
        )

    def __str__(self) -> str:
        return f"{self.prompt} of {self.code}"
