"""Figures over time: which may move, and which keep what was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reporting.disclosure.cells import PublishedCell, Status
from reporting.disclosure.policy import MSA_SDC_1, Level, Policy


@dataclass(frozen=True, slots=True)
class FrozenCell:
    """A figure as released, with the true number it was released for.

    `count` is confidential and stays with the builder.
    """

    count: int = field(repr=False)
    published: PublishedCell


def held(
    before: FrozenCell | None,
    now: FrozenCell,
    *,
    level: Level,
    policy: Policy = MSA_SDC_1,
) -> FrozenCell:
    """Return the stock figure to print: the last one, unless the stock really moved.

    Keep the returned cell for the next quarter: it carries the number of the last
    change, so that a slow drift still shows. For stocks only; a flow is new people
    each quarter. A number that has become too small to print is never held.
    """
    became_small = now.published.status is not Status.OK
    if before is None or became_small or _moved(before, now, level, policy):
        return now
    return before


def revised(
    before: FrozenCell,
    now: FrozenCell,
    *,
    level: Level,
    policy: Policy = MSA_SDC_1,
) -> FrozenCell:
    """Return the figure of a correction: the released one, unless it really moved.

    What was suppressed stays suppressed in every revision of the quarter, for its
    neighbours are printed already and a second look would give it away.
    """
    was_suppressed = before.published.status is not Status.OK
    if was_suppressed or not _moved(before, now, level, policy):
        return before
    return now


def rows_that_may_change(
    before: Mapping[str, int],
    now: Mapping[str, int],
    *,
    level: Level,
    policy: Policy = MSA_SDC_1,
) -> frozenset[str]:
    """Name the rows whose true number moved by at least the rounding base.

    A row that is not in both is not comparable and may not change.
    """
    base = policy.at(level).base
    both = before.keys() & now.keys()
    return frozenset(row for row in both if abs(now[row] - before[row]) >= base)


def _moved(before: FrozenCell, now: FrozenCell, level: Level, policy: Policy) -> bool:
    return abs(now.count - before.count) >= policy.at(level).base
