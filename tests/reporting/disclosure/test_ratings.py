from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from reporting.disclosure import (
    Level,
    RoundingKey,
    Status,
    TrueChange,
    TrueRatings,
    is_enough,
    pools,
    protect_ratings,
)

NEWEST_FIRST = ("2026Q2", "2026Q1", "2025Q4", "2025Q3", "2025Q2")


def ratings(
    answers: dict[int, int], *, item: str = "heard", silent: int = 0, seed: int = 1
) -> TrueRatings:
    """Return ratings of men who have one key each, the same for each item."""
    source = random.Random(seed)
    total = sum(answers.values()) + silent
    keys = [source.getrandbits(63) for _ in range(total)]
    left = list(keys)
    by_score = {
        score: sum(left.pop() for _ in range(number)) % 2**64
        for score, number in answers.items()
    }
    pairs = total - silent
    change = TrueChange({0: pairs - pairs // 2, 1: pairs // 2}, sum(keys[:pairs]))
    return TrueRatings(
        item=item,
        people_by_score=answers,
        keys_by_score=by_score,
        rather_not_say=silent,
        rather_not_say_key=sum(left) % 2**64,
        since_first=change,
        since_previous=change,
    )


def readings(one):
    cells = {**one.scores, "asked": one.asked, "silent": one.rather_not_say}
    return {name: cell.status.value for name, cell in cells.items()}


def test_many_answers_print_everything(key):
    (one,) = protect_ratings(
        [ratings({1: 12, 2: 15, 3: 20, 4: 40, 5: 33}, silent=9)], key=key
    )

    assert set(readings(one).values()) == {"ok"}
    assert one.mean.step == Fraction(1, 25)
    assert one.since_first.step == Fraction(2, 25)
    assert abs(one.mean.mean - Fraction(427, 120)) < one.mean.step


@pytest.mark.req("D01")
@pytest.mark.parametrize("number", range(1, 6))
def test_few_who_gave_an_answer_are_hidden(key, number):
    true = ratings({1: number, 2: 15, 3: 20, 4: 40, 5: 33}, silent=9)

    (one,) = protect_ratings([true], key=key)

    assert one.scores[1].status is Status.SUPPRESSED


@pytest.mark.req("D01")
@pytest.mark.parametrize("silent", range(1, 6))
def test_few_who_would_rather_not_say_are_hidden_everywhere(key, silent):
    true = ratings({1: 12, 2: 15, 3: 20, 4: 40, 5: 33}, silent=silent)

    (one,) = protect_ratings([true], key=key)

    assert one.asked.status is Status.OK
    assert one.rather_not_say.status is Status.SUPPRESSED
    # Asked less answered would tell.
    assert one.answered.status is Status.SUPPRESSED
    assert one.mean.people is None


@pytest.mark.req("D10")
@pytest.mark.parametrize("silent", [0, 8])
def test_one_answer_of_everybody_prints_neither_table_nor_mean(key, silent):
    (one,) = protect_ratings([ratings({4: 60}, silent=silent)], key=key)

    assert set(readings(one).values()) == {"ok", "c"}
    assert one.asked.status is Status.OK
    assert one.mean.status is Status.SUPPRESSED


@pytest.mark.req("D10")
def test_one_change_of_everybody_prints_no_change(key):
    true = ratings({1: 12, 2: 15, 3: 20, 4: 40, 5: 33})
    same = TrueChange({0: 60}, 5)

    (one,) = protect_ratings([replace(true, since_previous=same)], key=key)

    assert one.since_previous.status is Status.SUPPRESSED
    assert one.since_first.status is Status.OK


def test_too_few_answers_print_only_how_many_were_asked(key):
    (one,) = protect_ratings([ratings({3: 4, 4: 5})], key=key)

    printed = [name for name, status in readings(one).items() if status == "ok"]
    assert printed == ["asked"]
    assert one.mean.status is Status.SUPPRESSED


@pytest.mark.req("D03")
def test_the_same_men_asked_two_statements_are_printed_as_the_same_number(key):
    answers = {1: 12, 2: 15, 3: 20, 4: 40, 5: 34}
    both = [ratings(answers), ratings(answers, item="sense")]

    first, second = protect_ratings(both, key=key)
    again = protect_ratings(both, key=key)

    assert first.asked.value == second.asked.value
    assert (first, second) == again


def test_statements_come_back_in_their_order(key):
    items = [
        ratings({3: 20, 4: 15 + place % 2}, item=f"item{place}") for place in range(5)
    ]

    printed = protect_ratings(items, key=key)

    assert [one.item for one in printed] == [f"item{place}" for place in range(5)]


@pytest.mark.req("D01")
def test_no_random_ratings_print_a_small_number(is_exhaustive):
    source = random.Random(9)
    key = RoundingKey(b"another secret, of thirty-two bytes or more")
    printed = 0
    for seed in range(3000 if is_exhaustive else 120):
        size = source.choice((12, 25, 60, 200))
        answers = Counter(source.choice((1, 2, 3, 4, 4, 5, 5, 5)) for _ in range(size))
        silent = source.choice((0, 0, 1, 4, 9))
        true = ratings(dict(answers), silent=silent, seed=seed)
        (one,) = protect_ratings([true], key=key)
        pairs = [(one.scores[s], answers.get(s, 0)) for s in one.scores]
        for cell, number in [*pairs, (one.rather_not_say, silent)]:
            if cell.value is None:
                continue
            printed += 1
            assert number == 0 or number >= 6
            assert abs(cell.value - number) <= 2
    assert printed > 50


def test_a_pool_reaches_back_to_what_was_printed():
    assert pools(NEWEST_FIRST, printed={"2025Q4"}) == (
        ("2026Q2",),
        ("2026Q2", "2026Q1"),
    )


def test_a_pool_holds_four_quarters_at_most():
    assert len(pools(NEWEST_FIRST, printed=set())[-1]) == 4


def test_what_was_printed_is_not_printed_again():
    assert pools(NEWEST_FIRST, printed={"2026Q2"}) == ()


@pytest.mark.parametrize(
    ("level", "people", "expected"),
    [
        (Level.NATIONAL, 9, False),
        (Level.NATIONAL, 10, True),
        (Level.ORGANISATION, 19, False),
        (Level.ORGANISATION, 20, True),
    ],
)
def test_a_pool_waits_for_enough_people(level, people, expected):
    assert is_enough(people, level=level) is expected


@pytest.mark.req("D08")
def test_pools_never_look_at_an_answer_twice():
    """Print whatever is enough in each of forty quarters, and count the looks."""
    source = random.Random(4)
    quarters = [f"q{number:02}" for number in range(40)]
    people = {quarter: source.randrange(0, 14) for quarter in quarters}
    printed: list[tuple[str, ...]] = []
    for place in range(len(quarters)):
        seen = {quarter for pool in printed for quarter in pool}
        candidates = pools(quarters[place::-1], printed=seen)
        enough = [
            pool
            for pool in candidates
            if is_enough(sum(people[one] for one in pool), level=Level.NATIONAL)
        ]
        printed += enough[:1]

    looks = Counter(quarter for pool in printed for quarter in pool)
    assert set(looks.values()) == {1}
    assert len(printed) > 10
