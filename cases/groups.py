"""Who may come to a peer group: talked about, then cleared (GRP-01, GRP-02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enums import GroupKind
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class Screening(TenantModel):
    """Groups were talked about with a survivor; a manager answers, one way or other.

    What the answer was stands nowhere: there is a clearance, or there is none.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=GroupKind)
    talked_on = models.DateField()
    noted_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    noted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
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
                fields=["organisation", "subject", "kind"],
                condition=models.Q(answered_at__isnull=True),
                name="one_screening_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="screening_answered_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="screening_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "kind",
                "talked_on",
                "noted_by",
                "noted_at",
                "answered_at",
                "answered_by",
            }
        )
        holding = "who may come to groups"


class GroupClearance(TenantModel):
    """A survivor may come to groups of a kind, as long as this row is there (GRP-02).

    Its end is its absence, so that whoever was never talked to and whoever may not come
    look alike.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=GroupKind)
    # None where an import brought sessions of groups: nobody here talked with him.
    given_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    given_at = models.DateTimeField()
    imported = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "kind"], name="one_clearance"
            ),
            models.CheckConstraint(
                condition=models.Q(imported=True, given_by__isnull=True)
                | models.Q(imported=False, given_by__isnull=False),
                name="clearance_given_or_imported",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "kind",
                "given_by",
                "given_at",
                "imported",
            }
        )
        holding = "who may come to groups"
