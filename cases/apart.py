"""What is set apart from a record, and what waits for a manager (REC-09)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enums import SupportOutcome
from cases.keyed import KeyedModel
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField


class HarmTold(KeyedModel):
    """What a survivor told of sexual harm that he did himself: one revision.

    Each who heard it writes revisions of his own, so that nobody can find out by
    writing whether another has.
    """

    revision = models.PositiveIntegerField()
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    superseded = models.BooleanField(default=False)
    # Written down by mistake: a manager says so. The words stay to be read.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "key", "written_by", "revision"],
                name="harm_told_revision",
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject", "key", "written_by"],
                condition=models.Q(superseded=False),
                name="harm_told_current",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    taken_back_at__isnull=True, taken_back_by__isnull=True
                )
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="harm_told_taken_back_by_somebody",
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "revision",
                "written_by",
                "written_at",
                "superseded",
                "taken_back_at",
                "taken_back_by",
            }
        )
        holding = "his record"


class SupportHold(TenantModel):
    """Support waits until a manager has decided how it goes on: one row, or none.

    Whoever works with him may ask for it, for any reason; why, and who asked, stands in
    no column.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject"], name="one_support_hold"
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "subject", "since"})
        holding = "how support goes on"


class SupportDecision(KeyedModel):
    """A manager decided how support goes on. Never changed; the newest one counts."""

    outcome = models.CharField(max_length=12, choices=SupportOutcome)
    # Written once, and bound to its row as every sealed document is.
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = SealedField()
    decided_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject", "-decided_at"],
                name="support_decision_newest",
            )
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "outcome",
                "revision",
                "decided_by",
                "decided_at",
            }
        )
        holding = "how support goes on"

    def __str__(self) -> str:
        return str(SupportOutcome(self.outcome).label)
