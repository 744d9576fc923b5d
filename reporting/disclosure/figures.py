"""Each cell by itself: may it be printed, as what, and what would a reader know."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.disclosure.cells import PublishedCell, Status, TrueCell, TrueMagnitude
from reporting.disclosure.network import ANYTHING, UNLIMITED, Interval
from reporting.disclosure.policy import Level, Policy
from reporting.disclosure.rounding import RoundingKey, rounded


@dataclass(frozen=True, slots=True)
class Figure:
    """A true number with all that follows from it alone.

    `by_itself` is what would be printed if no other cell had to be thought of, None
    for a number that is never printed but can be worked out. `told` is what that
    tells a reader, and `told_knowing` what it tells one who knows why it is printed
    so; `hidden` and `hidden_knowing` the same of a `c` that covers a neighbour.
    `protection` is the range that must stay possible if the number is suppressed.
    """

    row: str
    number: int
    people_key: int
    by_itself: PublishedCell | None
    told: Interval
    told_knowing: Interval
    hidden: Interval
    hidden_knowing: Interval
    protection: Interval | None

    @property
    def is_printable(self) -> bool:
        """Say whether the cell alone may be printed as a number."""
        return self.by_itself is not None and self.by_itself.status is Status.OK


def figure_of_people(cell: TrueCell, *, key: RoundingKey, policy: Policy) -> Figure:
    """Judge a number of people by threshold, zero rule and rounding."""
    rule = policy.at(cell.level)
    threshold = rule.threshold
    large = Interval(threshold, UNLIMITED)
    small = Interval(1 if rule.shows_zero else 0, threshold - 1)
    hidden = large if cell.is_headcount else Interval(small.lowest, UNLIMITED)
    if cell.count >= threshold:
        value = rounded(cell.count, base=rule.base, people_key=cell.people_key, key=key)
        printed = PublishedCell(cell.row, Status.OK, value)
        told = told_knowing = _around(value, rule.base, at_least=threshold)
    elif cell.is_headcount:
        printed = PublishedCell(cell.row, Status.FEW)
        told = told_knowing = small
    elif cell.count == 0 and rule.shows_zero:
        printed = PublishedCell(cell.row, Status.OK, 0)
        told = told_knowing = Interval(0, 0)
    else:
        printed = PublishedCell(cell.row, Status.SUPPRESSED)
        told, told_knowing = hidden, small
    return Figure(
        row=cell.row,
        number=cell.count,
        people_key=cell.people_key,
        by_itself=printed,
        told=told,
        told_knowing=told_knowing,
        hidden=hidden,
        hidden_knowing=large,
        protection=Interval(1, threshold - 1),
    )


def figure_of_activity(
    cell: TrueMagnitude, *, key: RoundingKey, policy: Policy
) -> Figure:
    """Judge an amount by its contributors, by dominance and by rounding."""
    rule = policy.at(cell.level)
    base = policy.magnitude_bases[cell.unit]
    hidden = Interval(1 if rule.shows_zero else 0, UNLIMITED)
    printed, told = PublishedCell(cell.row, Status.SUPPRESSED), hidden
    if is_well_spread(cell, policy=policy) and cell.amount >= base:
        value = rounded(
            cell.amount,
            base=base,
            people_key=cell.people_key,
            key=key,
            measure=cell.measure,
        )
        printed = PublishedCell(cell.row, Status.OK, value)
        told = _around(value, base, at_least=base)
    elif cell.amount == cell.contributors == 0 and rule.shows_zero:
        printed, told = PublishedCell(cell.row, Status.OK, 0), Interval(0, 0)
    protection = None
    if printed.status is not Status.OK:
        margin = max(base, cell.amount * policy.magnitude_margin // 100)
        lowest = max(hidden.lowest, cell.amount - margin)
        protection = Interval(lowest, cell.amount + margin)
    return Figure(
        row=cell.row,
        number=cell.amount,
        people_key=cell.people_key,
        by_itself=printed,
        told=told,
        told_knowing=told,
        hidden=hidden,
        hidden_knowing=hidden,
        protection=protection,
    )


def is_well_spread(cell: TrueMagnitude, *, policy: Policy) -> bool:
    """Say whether enough people contribute and none, nor any two, dominate."""
    return (
        cell.contributors >= policy.at(cell.level).threshold
        and cell.largest * 100 <= cell.amount * policy.largest_share
        and cell.two_largest * 100 <= cell.amount * policy.two_largest_share
    )


def figure_of_others(row: str, *, number: int, level: Level, policy: Policy) -> Figure:
    """Describe the people outside a row, whom nobody prints but anybody subtracts."""
    threshold = policy.at(level).threshold
    is_small = 0 < number < threshold
    protection = Interval(1, threshold - 1) if is_small else None
    return Figure(
        row=row,
        number=number,
        people_key=0,
        by_itself=None,
        told=ANYTHING,
        told_knowing=ANYTHING,
        hidden=ANYTHING,
        hidden_knowing=ANYTHING,
        protection=protection,
    )


def _around(value: int, base: int, *, at_least: int) -> Interval:
    return Interval(max(at_least, value - base + 1), value + base - 1)
