from __future__ import annotations

import itertools
import random

import pytest

from reporting.disclosure import (
    Breakdown,
    RoundingKey,
    TrueCell,
    WeakRoundingKey,
    protect_people,
    rounded,
)


def test_rounding_key_refuses_a_short_secret():
    with pytest.raises(WeakRoundingKey):
        RoundingKey(b"short")


def test_rounding_key_reads_its_file_form(key):
    assert RoundingKey.from_hex(key.secret.hex() + "\n") == key


def test_rounding_key_is_not_in_its_repr(key):
    assert "secret of the report builder" not in repr(key)


@pytest.mark.parametrize("base", [3, 5, 10, 300])
def test_multiples_of_the_base_stay(key, base):
    for people_key in range(50):
        number = 7 * base

        assert rounded(number, base=base, people_key=people_key, key=key) == number


def test_people_keys_count_modulo_two_to_the_64(key):
    for people_key in range(50):
        low = rounded(7, base=3, people_key=people_key, key=key)

        assert rounded(7, base=3, people_key=people_key + 2**64, key=key) == low


def test_another_secret_rounds_otherwise(key):
    other = RoundingKey(b"b" * 32)
    people = range(200)

    mine = [rounded(7, base=3, people_key=one, key=key) for one in people]
    theirs = [rounded(7, base=3, people_key=one, key=other) for one in people]

    assert mine != theirs


def test_bases_are_drawn_independently(key):
    ups = {
        (
            rounded(301, base=3, people_key=one, key=key) > 301,
            rounded(301, base=5, people_key=one, key=key) > 301,
        )
        for one in range(300)
    }

    assert ups == set(itertools.product([False, True], repeat=2))


@pytest.mark.req("D03")
def test_same_people_give_the_same_figure_in_every_table(key, cells_of):
    by_age = cells_of("people", young=31, old=44)
    everybody = by_age[0]
    by_region = [
        everybody,
        TrueCell("north", 75 - 20, everybody.people_key - 5),
        TrueCell("south", 20, 5),
    ]

    first = protect_people(
        by_age, [Breakdown("Age", "people", ("young", "old"))], key=key
    )
    second = protect_people(
        by_region, [Breakdown("Region", "people", ("north", "south"))], key=key
    )
    alone = protect_people([everybody], key=key)

    assert first.cells["people"].value is not None
    assert first.cells["people"] == second.cells["people"] == alone.cells["people"]


@pytest.mark.req("D03")
def test_same_people_under_another_name_give_the_same_figure(key, people_key):
    for count in range(6, 60):
        people = people_key(count)
        cells = [
            TrueCell("this quarter", count, people),
            TrueCell("re-run", count, people),
        ]

        printed = protect_people(cells, key=key).cells

        assert printed["this quarter"].value == printed["re-run"].value


@pytest.mark.req("D04")
def test_a_hundred_issues_tell_no_more_than_one(key, cells_of):
    cells = cells_of("people", young=31, middle=4, old=44)
    table = Breakdown("Age", "people", ("young", "middle", "old"))

    issues = [protect_people(cells, [table], key=key) for _ in range(100)]

    assert all(issue == issues[0] for issue in issues)


@pytest.mark.req("D05")
@pytest.mark.parametrize("base", [3, 5])
def test_rounding_is_right_on_average(key, base):
    source = random.Random(5)
    numbers = [source.randrange(6, 400) for _ in range(100_000)]

    off = sum(
        rounded(n, base=base, people_key=source.getrandbits(64), key=key) - n
        for n in numbers
    )

    assert abs(off / len(numbers)) < 0.02 * base


@pytest.mark.req("D05")
@pytest.mark.parametrize("base", [3, 5])
def test_each_remainder_is_right_on_average(key, base):
    draws = 100_000 // base
    for number in range(30, 30 + base):
        off = sum(
            rounded(number, base=base, people_key=one * 7919, key=key) - number
            for one in range(draws)
        )

        assert abs(off / draws) < 0.02 * base


@pytest.mark.req("D05")
@pytest.mark.parametrize("base", [3, 5])
def test_a_figure_is_less_than_a_base_from_the_truth(key, base):
    for number, people_key in itertools.product(range(6, 60), range(60)):
        figure = rounded(number, base=base, people_key=people_key, key=key)

        assert figure % base == 0
        assert abs(figure - number) <= base - 1
