"""The ranges of the attack against a plain enumeration of all that fits."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from reporting.attack import (
    PUBLISHED_RULES,
    Figure,
    Mean,
    Publication,
    Reading,
    Relation,
    Sum,
    attack,
)

Printed = dict[str, int | None]


def could_be(value: int | None) -> range:
    if value is None:
        return range(1, 40)
    return range(1) if value == 0 else range(max(6, value - 2), value + 3)


def ranges_of(printed: Printed, sum_: Sum, *means: Mean) -> dict[str, tuple[int, int]]:
    figures = [
        Figure(
            name, "people", Reading.HIDDEN if value is None else Reading.NUMBER, value
        )
        for name, value in printed.items()
    ]
    one = Publication("OPERATIONAL", "2026Q1", 1, figures, [sum_], means)
    outcome = attack([one], rules=PUBLISHED_RULES, exact=True)
    return {one.name: (one.lowest, one.highest or 0) for one in outcome.ranges}


def enumerated(printed: Printed, fits) -> dict[str, tuple[int, int]]:
    names = list(printed)
    found: dict[str, set[int]] = {name: set() for name in names}
    for numbers in itertools.product(*(could_be(value) for value in printed.values())):
        if fits(dict(zip(names, numbers, strict=True))):
            for name, number in zip(names, numbers, strict=True):
                found[name].add(number)
    return {
        name: (min(found[name]), max(found[name]))
        for name, value in printed.items()
        if value is None and found[name]
    }


@pytest.mark.req("D02")
@pytest.mark.parametrize("relation", [Relation.ADDS, Relation.COVERS])
def test_ranges_are_those_of_an_enumeration(relation):
    source = random.Random(5)
    parts = ("a", "b", "c")
    compared = 0
    for _ in range(25):
        numbers = [source.choice((None, None, 0, 6, 9)) for _ in parts]
        printed: Printed = {"all": source.choice((9, 12, 18, 21))}
        printed |= dict(zip(parts, numbers, strict=True))
        printed["a"] = printed["a"] or 9

        def fits(one: dict[str, int]) -> bool:
            together = sum(one[part] for part in parts)
            if relation is Relation.ADDS:
                return together == one["all"]
            return together >= one["all"] >= max(one[part] for part in parts)

        expected = enumerated(printed, fits)
        if expected:
            compared += 1
            assert ranges_of(printed, Sum("all", parts, relation)) == expected

    assert compared > 8


@pytest.mark.req("D02")
def test_ranges_beside_a_mean_are_those_of_an_enumeration():
    source = random.Random(8)
    parts = ("1", "2", "3", "4")
    step = Fraction(3, 10)
    compared = 0
    for _ in range(12):
        printed: Printed = {
            "all": source.choice((12, 15)),
            "1": 0,
            "2": None,
            "3": source.choice((0, 6)),
            "4": None,
        }
        mean = 1 + step * source.randrange(5, 10)
        beside = Mean(
            "m",
            "m",
            "national",
            Reading.NUMBER,
            1,
            4,
            ("2026Q1",),
            value=mean,
            step=step,
            distribution=tuple((int(part), part) for part in parts),
        )

        def fits(one: dict[str, int], mean: Fraction = mean) -> bool:
            together = sum(one[part] for part in parts)
            points = sum(int(part) * one[part] for part in parts)
            if together != one["all"] or not 10 <= together <= 19:
                return False
            return abs(Fraction(points, together) - mean) < step

        expected = enumerated(printed, fits)
        if expected:
            compared += 1
            assert ranges_of(printed, Sum("all", parts), beside) == expected

    assert compared > 4
