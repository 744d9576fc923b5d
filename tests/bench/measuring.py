"""Timing two things in turn, so that a slow minute is slow for both."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

from tests.bench.case import Call, Comparison, Result

Clock = Callable[[], float]
_WARMING = 2


def measure(
    comparison: Comparison,
    *,
    seconds: float,
    least: int,
    clock: Clock = time.perf_counter,
) -> Result:
    """Time both sides in turn until ``seconds`` have passed, ``least`` times or more.

    The median is taken over all repetitions; the first two of each side only warm up.
    """
    peer = comparison.peer
    sides: list[Call] = [comparison.ours]
    if callable(peer):
        sides.append(peer)
    most = comparison.repetitions or sys.maxsize
    least = min(least, most)
    for _ in range(min(_WARMING, least)):
        for side in sides:
            side()
    took: list[list[float]] = [[] for _ in sides]
    stop = clock() + seconds
    while len(took[0]) < least or (clock() < stop and len(took[0]) < most):
        # Whoever goes first may find the caches cold: take turns at that, too.
        order = range(len(sides)) if len(took[0]) % 2 else reversed(range(len(sides)))
        for turn in order:
            took[turn].append(_time(sides[turn], comparison.calls, clock))
    ours = median(took[0])
    return Result(comparison, ours, median(took[1]) if callable(peer) else peer)


def _time(call: Call, calls: int, clock: Clock) -> float:
    before = clock()
    for _ in range(calls):
        told = call()
    return told if isinstance(told, float) else (clock() - before) / calls
