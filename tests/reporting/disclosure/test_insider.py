"""Somebody who knows every man of an organisation but one: was that one there?

He guesses from the printed numbers which of two worlds is likelier. What he may reach
at most is said in ADR 16.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from reporting.disclosure import (
    MSA_SDC_1,
    FrozenCell,
    Level,
    PublishedCell,
    RoundingKey,
    Status,
    held,
    rounded,
)

KEY = RoundingKey(b"what the insider would give a lot to know")
BASE = MSA_SDC_1.organisation.base
QUARTERS = 8


def likelihood(printed: int, number: int) -> Fraction:
    """Return the chance that a number is printed like this, for who has no key."""
    over = number % BASE
    below = number - over
    if printed == below:
        return 1 - Fraction(over, BASE)
    return Fraction(over, BASE) if over and printed == below + BASE else Fraction(0)


def rightly_guessed(quarters: int, worlds: int, *, holds: bool) -> Fraction:
    source = random.Random(quarters)
    right = Fraction(0)
    for _ in range(worlds):
        is_there = source.random() < 0.5
        guess = _guess(source, quarters, is_there=is_there, holds=holds)
        right += Fraction(1, 2) if guess is None else guess is is_there
    return right / worlds


def _guess(
    source: random.Random, quarters: int, *, is_there: bool, holds: bool
) -> bool | None:
    others = source.randrange(25, 41)
    chances = {True: Fraction(1), False: Fraction(1)}
    printed: FrozenCell | None = None
    for _ in range(quarters):
        number = others + is_there
        value = rounded(number, base=BASE, people_key=source.getrandbits(64), key=KEY)
        now = FrozenCell(number, PublishedCell("n", Status.OK, value))
        is_new = True
        if holds:
            shown = held(printed, now, level=Level.ORGANISATION)
            is_new = shown is now
            printed = shown
        if is_new:
            for world in chances:
                chances[world] *= likelihood(value, others + world)
        others += source.randrange(-3, 4)
    if chances[True] == chances[False]:
        return None
    return chances[True] > chances[False]


@pytest.mark.req("D06")
@pytest.mark.parametrize(("quarters", "most"), [(1, 0.56), (QUARTERS, 0.70)])
def test_an_insider_learns_little_from_head_counts(quarters, most, is_exhaustive):
    worlds = 20_000 if is_exhaustive else 2_000

    assert rightly_guessed(quarters, worlds, holds=False) <= most


def test_holding_a_stock_tells_him_less(is_exhaustive):
    worlds = 20_000 if is_exhaustive else 2_000

    drawn_anew = rightly_guessed(QUARTERS, worlds, holds=False)
    held_back = rightly_guessed(QUARTERS, worlds, holds=True)

    assert held_back < drawn_anew
