"""Until when a request is to be answered: the Privacy Act's 20 working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from msa.clock.holidays import privacy_working_days_after

WORKING_DAYS = 20
#: With so many days left, a request stands out.
_SOON = 5
#: How long a copy that was made waits to be handed over.
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time there is left on a day."""

    due_on: date
    days: int
    """Days left; below nothing when it is overdue."""

    @property
    def overdue(self) -> bool:
        """Has the last day gone by?"""
        return self.days < 0

    @property
    def soon(self) -> bool:
        """Is the last day near, and not gone by?"""
        return 0 <= self.days <= _SOON

    @property
    def late(self) -> int:
        """By how many days it is overdue."""
        return max(-self.days, 0)


def answer_by(asked_on: date) -> date:
    """Return the last day on which a request of that day may be answered."""
    return privacy_working_days_after(asked_on, WORKING_DAYS)


def clock(due_on: date, *, on: date) -> Clock:
    """Return where a request stands on a day."""
    return Clock(due_on, (due_on - on).days)
