"""What a survivor asks for about his own record, and the copies made for him.

That he asked is coded and in clear; what he wants changed, why it was declined and what
he says to that are sealed under his record's key, like the copy itself.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.models import KeyedModel
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField
from rights.enums import Format, How, Kind, Outcome, Part

_KEYED = frozenset({"id", "organisation", "subject", "key", "withheld"})
_ANSWERED = Q(~Q(outcome=""), answered_at__isnull=False, answered_by__isnull=False)
_OPEN = Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)


class Request(TenantModel):
    """He asked for a copy or a correction; answered once, never edited."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    asked_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    due_on = models.DateField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    # Of a copy: in which language, and whether whoever prints it may see the answers
    # of check-ins that he otherwise keeps to himself.
    language = models.CharField(max_length=5, blank=True)
    with_answers = models.BooleanField(default=False)
    # Of a correction: a section by its code, or one session by its id. No foreign key:
    # what he says about a session never keeps it from being erased.
    section = models.CharField(max_length=20, blank=True)
    session = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Which revision of the section put it right.
    revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_OPEN | _ANSWERED, name="request_answered_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kind="COPY", section="", session__isnull=True)
                | Q(
                    ~Q(section="") ^ Q(session__isnull=False),
                    kind="CORRECTION",
                    with_answers=False,
                ),
                name="correction_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "DECLINED", "TAKEN_BACK"])
                | Q(kind="COPY", outcome="DONE")
                | Q(kind="CORRECTION", outcome="CORRECTED"),
                name="request_outcome_fits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject", "-recorded_at"]),
            models.Index(
                fields=["organisation", "due_on"],
                condition=Q(outcome=""),
                name="request_open",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "kind",
                "asked_on",
                "how",
                "due_on",
                "recorded_by",
                "recorded_at",
                "language",
                "with_answers",
                "section",
                "session",
                "outcome",
                "answered_by",
                "answered_at",
                "revision",
            }
        )
        holding = "what he asked for"

    def __str__(self) -> str:
        return str(self.id)


class Words(KeyedModel):
    """Words about a request, sealed: his, or the answer to his."""

    request = models.ForeignKey(
        Request, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    part = models.CharField(max_length=10, choices=Part)
    revision = models.PositiveIntegerField(default=1)
    sealed = SealedField()
    written_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "request", "part"], name="words_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEYED | {"request", "part", "revision", "written_by", "written_at"}
        holding = "what he asked for"

    def __str__(self) -> str:
        return str(self.id)


class Copy(KeyedModel):
    """A copy that waits to be handed over: for a day, for who made it, and once."""

    request = models.ForeignKey(
        Request, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    format = models.CharField(max_length=4, choices=Format)
    revision = models.PositiveIntegerField(default=1)
    sealed = SealedField()
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "request", "made_by", "format"],
                name="copy_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"]),
            models.Index(fields=["made_at"]),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEYED | {"request", "format", "revision", "made_by", "made_at"}
        holding = "a copy made for him"

    def __str__(self) -> str:
        return str(self.id)
