"""What managers noted about openings, and the breaches they looked into.

Nothing here names a survivor: whom something is about is asked of the audit each time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from oversight.enums import Outcome


class Talk(TenantModel):
    """A manager talked with somebody about openings of one kind on one day.

    What is opened after ``up_to`` has not been talked about, though it be the same day.
    """

    rule = models.CharField(max_length=20)
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    on_day = models.DateField()
    up_to: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    marked_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "rule", "member", "on_day", "up_to"],
                name="talked_once",
            ),
            models.CheckConstraint(
                condition=~Q(member=F("marked_by")), name="talked_with_another"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "rule",
                "member",
                "on_day",
                "up_to",
                "outcome",
                "marked_by",
                "marked_at",
            }
        )

    def __str__(self) -> str:
        return self.rule


class Breach(TenantModel):
    """Somebody's access that may have been in other hands, and since when we know."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    from_at = models.DateTimeField()
    to_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    noticed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at")), name="breach_ends_after_it_began"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-noticed_at"], name="breach_newest")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "from_at",
                "to_at",
                "noticed_at",
                "recorded_by",
                "recorded_at",
            }
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def last_at(self) -> datetime:
        """The last moment that is looked at, so that its day can be said."""
        return self.to_at - timedelta(microseconds=1)
