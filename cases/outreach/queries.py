"""Workshops and outreach as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from cases.outreach.models import Activity
from msa.access.refusals import NotVisible

#: How far back the list goes; the quarter that began before is shown whole.
_SHOWN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class QuarterHeld:
    """What was held in the three months that began on a day, the newest first."""

    start: date
    activities: list[Activity]

    @property
    def came(self) -> int:
        """How many came to all of it together, counted each time."""
        return sum(heads(activity) for activity in self.activities)


def heads(activity: Activity) -> int:
    """Return how many came to one activity, whoever they were."""
    return (
        activity.survivors
        + activity.supporters
        + activity.professionals
        + activity.public
    )


def held_lately(*, on: date) -> list[QuarterHeld]:
    """Return what the actor's organisation held in the last year, by quarter."""
    rows = Activity.objects.filter(
        taken_back_at=None, held_on__gte=_quarter(on - _SHOWN)
    ).order_by("-held_on", "-noted_at", "id")
    return [
        QuarterHeld(start, list(held))
        for start, held in groupby(rows, key=lambda row: _quarter(row.held_on))
    ]


def activity(pk: UUID) -> Activity:
    """Return one activity, taken back or not.

    Raises:
        NotVisible: absent or foreign.
    """
    row = Activity.objects.select_related("noted_by", "taken_back_by")
    found = row.filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
