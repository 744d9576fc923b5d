from __future__ import annotations

import itertools
import random
from fractions import Fraction

from reporting.disclosure.fitting import Fit, bits, hides_enough
from reporting.disclosure.network import Interval


def enumerated(fit: Fit) -> list[tuple[int, ...]]:
    """Return all numbers of each score, and of the others, that fit."""
    told = [*fit.scores.values(), fit.others]
    spans = [range(one.lowest, one.highest + 1) for one in told]
    found = []
    for *numbers, others in itertools.product(*spans):
        people = sum(numbers)
        points = sum(s * n for s, n in zip(fit.scores, numbers, strict=True))
        fits = fit.answered.lowest <= people <= fit.answered.highest and people > 0
        fits = fits and bool(fit.everybody >> (people + others) & 1)
        if fits and fit.mean is not None and fit.step is not None:
            fits = abs(Fraction(points, people) - fit.mean) < fit.step
        if fits:
            found.append((*numbers, others))
    return found


def random_fit(source: random.Random, *, with_mean: bool) -> Fit:
    def told() -> Interval:
        return source.choice((Interval(0, 0), Interval(1, 7), Interval(7, 11)))

    step = Fraction(2, 5)
    return Fit(
        scores={score: told() for score in range(1, 4)},
        others=Interval(0, 5),
        answered=Interval(10, 19),
        everybody=bits(Interval(13, 17)),
        mean=1 + step * source.randrange(0, 6) if with_mean else None,
        step=step if with_mean else None,
    )


def test_what_is_possible_equals_an_enumeration():
    source = random.Random(2)
    possible = 0
    for with_mean in (False, True) * 40:
        fit = random_fit(source, with_mean=with_mean)
        found = enumerated(fit)
        possible += bool(found)
        assert fit.totals() == sum({1 << sum(numbers) for numbers in found})
        for place, row in enumerate((*fit.scores, None)):
            values = {numbers[place] for numbers in found}
            assert {n for n in range(12) if fit.allows(row, n)} >= values
            inside = range(told_of(fit, row).lowest, told_of(fit, row).highest + 1)
            assert {n for n in inside if fit.allows(row, n)} == values
    assert possible > 20


def told_of(fit: Fit, row: int | None) -> Interval:
    return fit.others if row is None else fit.scores[row]


def test_a_high_mean_leaves_no_room_for_many_low_answers():
    scores = {
        1: Interval(1, 20),
        2: Interval(0, 0),
        3: Interval(0, 0),
        4: Interval(1, 20),
        5: Interval(13, 17),
    }
    beside = Fit(
        scores=scores,
        others=Interval(0, 0),
        answered=Interval(20, 23),
        everybody=bits(Interval(19, 23)),
        mean=Fraction(24, 5),
        step=Fraction(1, 5),
    )
    alone = Fit(scores, beside.others, beside.answered, beside.everybody)

    assert hides_enough(alone, hidden={1: 6, 4: 6})
    assert not hides_enough(beside, hidden={1: 6, 4: 6})
