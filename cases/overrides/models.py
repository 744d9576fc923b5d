"""The register of what was done without a survivor's consent, and who was told of it.

The words stand under a key of each row's own, wrapped by the organisation's: the
register has to stand while his record is sealed, and it goes with him when he is erased
(ADR 25).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.overrides.enums import Ground, Outcome, State
from cases.overrides.terms import READING_LASTS, review_by
from consent.models import Subject
from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.clock.days import local_date
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

_A_GROUND = Q(ground__in=Ground.values)
_ROW = frozenset(
    {
        "id",
        "organisation",
        "organisation_key",
        "key_id",
        "wrapped",
        "subject",
        "ground",
        "reviewed_by",
        "reviewed_at",
        "review",
    }
)


class _Override(RowWithKey):
    """Something done about one survivor on a ground: its words, and its review."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ground = models.CharField(max_length=10, choices=Ground)
    sealed = SealedField()
    reviewed_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    reviewed_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    review = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        """How people speak of it: it says nothing about him."""
        return f"W-{self.id.hex[:8].upper()}"


class Disclosure(_Override):
    """Somebody outside is told something about him without his consent (CON-06).

    A second person approves first; what can't wait is told at once and reviewed.
    """

    key_purpose = "DISCLOSURE"

    is_urgent = models.BooleanField()
    state = models.CharField(max_length=10, choices=State)
    asked_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    decided_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    told_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    told_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    #: When that was written down.
    told_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_A_GROUND, name="disclosure_has_a_ground"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="disclosure_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by=None, told_on=None)
                | Q(
                    Q(is_urgent=True) | Q(decided_by__isnull=False, state=State.TOLD),
                    told_at__isnull=False,
                    told_by__isnull=False,
                    told_on__isnull=False,
                ),
                name="told_by_two_or_urgent",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None)
                | (Q(is_urgent=True) & ~Q(reviewed_by=F("told_by"))),
                name="disclosure_reviewed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="disclosure_subject"),
            models.Index(
                fields=["organisation", "-asked_at"], name="disclosure_newest"
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _ROW | {
            "is_urgent",
            "state",
            "asked_by",
            "asked_at",
            "decided_by",
            "decided_at",
            "told_by",
            "told_on",
            "told_at",
        }
        holding = "whom we told without his consent"

    @property
    def waits_for_review(self) -> bool:
        """Was it urgent, and has nobody reviewed it?"""
        return self.is_urgent and self.state == State.TOLD

    @property
    def review_by(self) -> date:
        """The last day on which it should be reviewed."""
        return review_by(self.told_on or local_date(self.asked_at))


class EmergencyReading(_Override):
    """A manager reads one record in an emergency, for half an hour (CON-07).

    The row is the right to it; only ``sec.read_in_emergency`` stores one.
    """

    key_purpose = "EMERGENCY"

    read_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    opened_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    until: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_A_GROUND, name="reading_has_a_ground"),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at"))
                & Q(until__lte=F("opened_at") + READING_LASTS),
                name="reading_ends_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("read_by")),
                name="reading_reviewed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="reading_subject"),
            models.Index(fields=["organisation", "-opened_at"], name="reading_newest"),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _ROW | {"read_by", "opened_at", "until"}
        holding = "who read his record in an emergency"

    @property
    def waits_for_review(self) -> bool:
        """Has nobody reviewed it?"""
        return self.reviewed_at is None

    @property
    def review_by(self) -> date:
        """The last day on which it should be reviewed."""
        return review_by(local_date(self.opened_at))


class Notice(TenantModel):
    """Somebody is told of one of these on his pages, until he has seen it."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    disclosure = models.ForeignKey(
        Disclosure,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
    )
    reading = models.ForeignKey(
        EmergencyReading,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
    )
    made_at = models.DateTimeField()
    seen_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(disclosure=None, reading__isnull=False)
                | Q(disclosure__isnull=False, reading=None),
                name="notice_of_one",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "member"],
                condition=Q(seen_at=None),
                name="notice_unseen",
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "disclosure",
                "reading",
                "made_at",
                "seen_at",
            }
        )
