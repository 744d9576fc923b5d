"""Whether a mean printed beside a table of answers tells too much of the table.

Sums alone form a network; a mean weighs its parts and does not. The few rows of one
statement are small enough to try: which numbers of answers and which sums of scores
can come about, and whether the printed mean is among what they give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from reporting.disclosure.network import Interval

# Of a wide range the first values are tried one by one, later ones in strides. That
# something fits stays true; that nothing fits errs towards hiding.
NEAR = 16
STRIDE = 7


@dataclass(frozen=True, slots=True)
class Fit:
    """What a reader knows of one statement.

    A range for each score, for the `others` who were asked and gave none, for who
    `answered`, and each number who may have been asked, as the bits of `everybody`.
    Without a `mean` only the numbers have to fit.
    """

    scores: Mapping[int, Interval]
    others: Interval
    answered: Interval
    everybody: int
    mean: Fraction | None = None
    step: Fraction | None = None

    def totals(self) -> int:
        """Return each number who can have been asked, as bits."""
        allowed = range(self.others.lowest, self.others.highest + 1)
        found = 0
        for people in self._numbers_answered():
            for others in allowed:
                found |= 1 << (people + others)
        return found & self.everybody

    def allows(self, row: int | None, value: int) -> bool:
        """Say whether a score, or `None` for the others, can have been so many."""
        alone = Interval(value, value)
        if row is None:
            return replace(self, others=alone).totals() > 0
        return replace(self, scores={**self.scores, row: alone}).totals() > 0

    def _numbers_answered(self) -> Iterator[int]:
        least, most = self.answered.lowest, self.answered.highest
        most = min(most, self.everybody.bit_length() - 1 - self.others.lowest)
        for people, sums in self._sums_by_people(most).items():
            if people >= least and (self.mean is None or sums & self._sums(people)):
                yield people

    def _sums_by_people(self, most: int) -> dict[int, int]:
        """Return for each number of answers the sums that they can have, as bits.

        Scores count from the lowest, so that no sum is negative.
        """
        lowest = min(self.scores)
        reached = {0: 1}
        for score, told in self.scores.items():
            onward: dict[int, int] = {}
            for people, sums in reached.items():
                for number in _values(told, most - people):
                    after = sums << number * (score - lowest)
                    onward[people + number] = onward.get(people + number, 0) | after
            reached = onward
        return reached

    def _sums(self, people: int) -> int:
        """Return the sums, as bits, that may be rounded to the printed mean."""
        above = (self.mean or Fraction(0)) - min(self.scores)
        step = self.step or Fraction(0)
        lowest = max(0, _just_above((above - step) * people))
        highest = -_just_above(-(above + step) * people)
        return ((1 << max(0, highest - lowest + 1)) - 1) << lowest


def _values(told: Interval, most: int) -> Iterator[int]:
    last = min(told.highest, most)
    near = min(last, told.lowest + NEAR)
    yield from range(told.lowest, near + 1)
    yield from range(near + STRIDE, last + 1, STRIDE)


def _just_above(number: Fraction) -> int:
    return number.numerator // number.denominator + 1


def bits(told: Interval) -> int:
    """Return the numbers of a range as bits."""
    return ((1 << (told.highest - told.lowest + 1)) - 1) << told.lowest


def hides_enough(fit: Fit, *, hidden: Mapping[int | None, int]) -> bool:
    """Say whether each hidden row may still be small and no printed one is exact.

    `hidden` gives for each hidden row, `None` for the others, the number below which
    each number from 1 must stay possible.
    """
    if not all(
        fit.allows(row, value)
        for row, below in hidden.items()
        for value in range(1, below)
    ):
        return False
    rows: list[tuple[int | None, Interval]] = [(None, fit.others), *fit.scores.items()]
    return all(
        sum(fit.allows(row, value) for value in _values(told, told.highest)) > 1
        for row, told in rows
        if row not in hidden and told.lowest < told.highest
    )
