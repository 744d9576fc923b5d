"""Knowing that two records may be of one person, without keeping what says so."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.enums import LikenessState, Trait
from cases.keyed import KeyedModel
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class Fingerprint(KeyedModel):
    """A keyed digest of his name and birth date, of a phone or of an email (REC-10).

    No role of the product reads it. It outlives a withdrawal and not an erasure: by it
    somebody who comes back is told apart from somebody new (CON-04).
    """

    kind = models.CharField(max_length=5, choices=Trait)
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "key", "kind", "digest"],
                name="fingerprint_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "kind", "digest"], name="fingerprint_alike"
            )
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "subject", "key", "withheld", "kind", "digest"}
        )
        holding = "by what he is known again"


class Likeness(TenantModel):
    """Two records that may be of one person, and what a manager found out (REC-10).

    It stays whatever changes in them: otherwise whoever tries a phone number out could
    put the old one back and leave nothing behind.
    """

    # The one with the lower id comes first, so that a pair is stored once.
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    other = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    matched = ArrayField(models.CharField(max_length=5, choices=Trait))
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=5, choices=LikenessState, default=LikenessState.OPEN
    )
    decided_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    decided_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "other"], name="likeness_once"
            ),
            models.CheckConstraint(
                condition=models.Q(subject__lt=models.F("other")),
                name="likeness_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=LikenessState.OPEN, decided_by=None, decided_at=None
                )
                | (
                    ~models.Q(state=LikenessState.OPEN)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="likeness_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "other"], name="likeness_other"),
            models.Index(
                fields=["organisation", "-found_at"],
                condition=models.Q(state=LikenessState.OPEN),
                name="likeness_open",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "other",
                "matched",
                "found_at",
                "state",
                "decided_by",
                "decided_at",
            }
        )
        holding = "who may be the same person"
