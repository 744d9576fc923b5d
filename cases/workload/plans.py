"""Who is to take over on a day to come, kept until then and after (UI-M3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.workload.enums import Outcome
from cases.workload.models import Handover
from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class Plan(TenantModel):
    """The people of a member are to move on a day; the database's clock does it.

    It is never changed: another one takes its place.
    """

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    due_on: models.DateField[date, date] = models.DateField()
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )
    #: Who called it off; none where the clock carried it out.
    ended_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", null=True, db_index=False
    )
    #: What it came to, where anybody was moved.
    handover = models.ForeignKey(
        Handover,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "member"],
                condition=Q(ended_at__isnull=True),
                name="one_plan_for_each",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | Q(ended_by__isnull=True, handover__isnull=True),
                name="plan_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "ended_at"], name="plan_newest")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "due_on",
                "made_by",
                "made_at",
                "ended_at",
                "ended_by",
                "handover",
            }
        )


class Planned(TenantModel):
    """One of the people of a plan, to whom he is to come, and what came of it."""

    plan = models.ForeignKey(
        Plan, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    to = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    #: The plan's own day: the database copies it, so that his copy has it.
    due_on: models.DateField[date, date] = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "subject"], name="planned_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                condition=Q(outcome=""),
                name="planned_by_one_plan",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]),
                name="outcome_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="planned_subject"),
            models.Index(
                fields=["organisation", "to"],
                condition=Q(outcome=""),
                name="planned_to",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "plan", "subject", "to", "due_on", "outcome"}
        )
        holding = "who is to work with him"
