"""Workshops and outreach: what was done, and how many came (GRP-04, GRP-05)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enums import Region
from cases.outreach.enums import ActivityKind
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


class Activity(TenantModel):
    """One workshop or piece of outreach; it counts heads and names nobody who came.

    A row is never changed. What was wrong is taken back, and noted anew.
    """

    kind = models.CharField(max_length=12, choices=ActivityKind)
    title = models.CharField(max_length=200)
    presenters = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    venue = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=3, choices=Region, blank=True)
    # For how many there was room; none where nobody counted on it.
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    survivors = models.PositiveSmallIntegerField(default=0)
    supporters = models.PositiveSmallIntegerField(default=0)
    professionals = models.PositiveSmallIntegerField(default=0)
    public = models.PositiveSmallIntegerField(default=0)
    noted_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    noted_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ActivityKind.values),
                name="activity_kind_is_a_code",
            ),
            models.CheckConstraint(
                condition=models.Q(region__in=["", *Region.values]),
                name="activity_region_is_a_code",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=1440),
                name="activity_lasts_at_most_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="activity_taken_back_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "-held_on"],
                condition=models.Q(taken_back_at=None),
                name="activity_by_day",
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "kind",
                "title",
                "presenters",
                "held_on",
                "minutes",
                "venue",
                "region",
                "places",
                "survivors",
                "supporters",
                "professionals",
                "public",
                "noted_by",
                "noted_at",
                "taken_back_by",
                "taken_back_at",
            }
        )

    def __str__(self) -> str:
        return self.title
