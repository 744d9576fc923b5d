"""The published rules as data: all that the attack knows of how figures are made.

Written down from the notes on method that every report carries, not taken from the
code that makes the figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CountRule:
    """How one sort of number is printed.

    A multiple of `base` less than one base from the truth. Numbers below `threshold`
    read `c`, or "fewer than" the threshold if `says_few`; a nought is printed as it
    is if `prints_zero`. `grain` is how many of the true unit make one of the printed
    (60 for minutes printed as hours). `is_amount` is set where contacts or minutes
    are counted and not people: no number of them is small in itself.
    """

    base: int
    threshold: int
    prints_zero: bool
    says_few: bool = False
    is_amount: bool = False
    people_from: int = 0
    grain: int = 1


@dataclass(frozen=True, slots=True)
class MeanRule:
    """From how many people a mean is printed, and in which steps.

    Each step is a share of the scale's range; one man's answer may not move the mean
    by more than one step.
    """

    people_from: int
    base: int
    steps: tuple[Fraction, ...]

    def least_people(self, share: Fraction) -> int:
        """Return of how many people at least a mean in this step is."""
        return max(self.people_from, math.ceil(1 / share))

    def most_people(self, share: Fraction) -> int | None:
        """Return of how many at most, since more would have had a finer step."""
        finer = [one for one in self.steps if one < share]
        return self.least_people(max(finer)) - 1 if finer else None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules by name, and how long the attack may think before it gives up."""

    counts: Mapping[str, CountRule]
    means: Mapping[str, MeanRule]
    seconds: float = 60.0


def _amount(
    *, base: int, people_from: int, prints_zero: bool, grain: int = 1
) -> CountRule:
    return CountRule(
        base=base,
        threshold=base,
        prints_zero=prints_zero,
        is_amount=True,
        people_from=people_from,
        grain=grain,
    )


_STEPS = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 10))

#: Counts: `people` (national), `organisation` (people of one, with an attribute),
#: `headcount` (people of one), `sessions`, `hours`, and `organisation_sessions`,
#: `organisation_hours`. Means: `national`, `organisation`.
PUBLISHED_RULES = Rules(
    counts=MappingProxyType(
        {
            "people": CountRule(base=3, threshold=6, prints_zero=True),
            "organisation": CountRule(base=10, threshold=10, prints_zero=False),
            "headcount": CountRule(
                base=10, threshold=10, prints_zero=False, says_few=True
            ),
            "sessions": _amount(base=10, people_from=6, prints_zero=True),
            "hours": _amount(base=5, people_from=6, prints_zero=True, grain=60),
            "organisation_sessions": _amount(
                base=10, people_from=10, prints_zero=False
            ),
            "organisation_hours": _amount(
                base=5, people_from=10, prints_zero=False, grain=60
            ),
        }
    ),
    means=MappingProxyType(
        {
            "national": MeanRule(people_from=10, base=3, steps=_STEPS),
            "organisation": MeanRule(people_from=20, base=10, steps=_STEPS),
        }
    ),
)
