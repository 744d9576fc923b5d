"""Members whom a survivor does not want near his record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from consent.models import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class BlockedMember(TenantModel):
    """A member is kept from a survivor's record, until he says otherwise (REC-08).

    The database keeps to it: no grant, no assignment, and a manager's policies show
    him nothing. Why is never asked, and there is no place to write it.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
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
                fields=["organisation", "subject", "member"],
                condition=models.Q(ended_at__isnull=True),
                name="blocked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="block_end_has_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="blocked_subject"),
            models.Index(fields=["organisation", "member"], name="blocked_member"),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "member",
                "made_by",
                "made_at",
                "ended_at",
                "ended_by",
            }
        )
        holding = "whom he keeps away"
