"""How a peer worker works, for his own eyes: counts that lead to no survivor (CAS-03).

Each of his sessions adds one to a month; which session added what is kept nowhere but
in its own sealed note ([ADR 44](docs/adr/0044-count-practice-without-sessions.md)).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class PracticeMonth(TenantModel):
    """What a peer worker said of a month of his sessions: three counts."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    month = models.DateField()
    purposeful = models.PositiveIntegerField(default=0)
    task_only = models.PositiveIntegerField(default=0)
    not_said = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "member", "month"], name="one_practice_month"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "month",
                "purposeful",
                "task_only",
                "not_said",
            }
        )


class PracticeShare(TenantModel):
    """A peer worker shows one manager how he works, until then or until he ends it."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    shown_to = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "member", "shown_to"],
                condition=models.Q(ended_at=None),
                name="one_practice_share",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("from_at"))
                & ~models.Q(member=models.F("shown_to")),
                name="practice_share_is_for_a_while",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "shown_to"],
                condition=models.Q(ended_at=None),
                name="practice_shown",
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "shown_to",
                "from_at",
                "until",
                "ended_at",
            }
        )
