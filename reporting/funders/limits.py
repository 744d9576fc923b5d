"""How often somebody may ask, counted so that no two requests count as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

#: Windows of the clock, in seconds, the shortest first.
WINDOWS = {"minute": 60, "day": 24 * 60 * 60}


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one window's allowance is used."""

    window: str
    limit: int
    used: int
    seconds_left: int

    @property
    def is_over(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit

    @property
    def is_just_over(self) -> bool:
        """Whether this request is the first that is too many."""
        return self.used == self.limit + 1

    @property
    def remaining(self) -> int:
        """How many more requests the window allows."""
        return max(0, self.limit - self.used)


def count(who: str, limits: Mapping[str, int], *, at: datetime) -> list[Count]:
    """Count one request of somebody in each window, and return the counts.

    Counting stops at a window that is over: a refused request uses up no day. Redis
    adds in one step, and holds a keyed hash of whom it counts (SEC-05).
    """
    name = salted_hmac("reporting.funders.limits", who).hexdigest()
    counts = []
    for window, seconds in WINDOWS.items():
        if window not in limits:
            continue
        number, gone = divmod(int(at.timestamp()), seconds)
        key = f"funders:{window}:{number}:{name}"
        cache.add(key, 0, timeout=2 * seconds)
        one = Count(window, limits[window], _one_more(key), seconds - gone)
        counts.append(one)
        if one.is_over:
            break
    return counts


def _one_more(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        # Dropped since it was added, to make room: this is the first again.
        return 1
