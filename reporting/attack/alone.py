"""What one figure alone tells of the true number behind it."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.attack.published import Figure, Reading
from reporting.attack.rules import CountRule

#: More than anything here can count; a range that reaches half of it has no end.
CEILING = 10_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """All whole numbers from `lowest` to `highest`, in the true unit."""

    lowest: int
    highest: int


def span(figure: Figure, rule: CountRule, *, in_withheld: bool) -> Span | None:
    """Return the true numbers that print like this, None if the rules allow none.

    In a table of which nothing is printed a hidden figure may be anything. Elsewhere
    it is no nought that would have been printed.
    """
    if figure.reading is Reading.NUMBER:
        return _of_number(figure.value, rule)
    if figure.reading is Reading.FEW:
        return Span(0, rule.threshold - 1) if rule.says_few else None
    if in_withheld or figure.value is not None:
        return None if figure.value is not None else Span(0, CEILING)
    return Span(_least_hidden(rule), CEILING)


def _least_hidden(rule: CountRule) -> int:
    # What is small reads "fewer than" where that is said, so `c` hides something else.
    return rule.threshold if rule.says_few else int(rule.prints_zero)


def _of_number(value: int | None, rule: CountRule) -> Span | None:
    if value is None or value < 0 or value % rule.base:
        return None
    if value == 0 and rule.prints_zero:
        return Span(0, 0)
    lowest = (value - rule.base) * rule.grain + 1
    lowest = max(lowest, rule.threshold * rule.grain)
    highest = (value + rule.base) * rule.grain - 1
    return Span(lowest, highest) if lowest <= highest else None
