"""That earlier words of a record be let go: who asked, why, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.enums import SectionKind
from cases.forgetting.enums import Ground, Outcome
from consent.models import Subject, SubjectKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class Forgetting(TenantModel):
    """Somebody asked that the earlier versions of one part or note lose their words.

    It covers what was superseded when it was asked, and holds codes, never a word of
    it. Functions of the database alone write it (ADR 52).
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    key = models.ForeignKey(
        SubjectKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # A part of Form 1, or the note of a session.
    kind = models.CharField(max_length=20, choices=SectionKind, blank=True)
    session = models.ForeignKey(
        "cases.Session",
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    upto = models.PositiveIntegerField()
    versions = models.PositiveIntegerField()
    oldest_at = models.DateTimeField()
    newest_at = models.DateTimeField()
    # Members by id: managers are told who wrote it, and read none of it.
    writers = ArrayField(models.UUIDField())
    ground = models.CharField(max_length=16, choices=Ground)
    asked_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    decided_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "kind", "session"],
                condition=Q(decided_at=None),
                nulls_distinct=False,
                name="forgetting_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(~Q(kind=""), session=None)
                | Q(kind="", session__isnull=False),
                name="forgetting_of_one_part",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="forgetting_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(
                    outcome__in=Outcome.values,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="forgetting_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="forgetting_takes_two",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="forgetting_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "kind",
                "session",
                "upto",
                "versions",
                "oldest_at",
                "newest_at",
                "writers",
                "ground",
                "asked_by",
                "asked_at",
                "outcome",
                "decided_by",
                "decided_at",
            }
        )
        holding = "earlier words that were let go"
