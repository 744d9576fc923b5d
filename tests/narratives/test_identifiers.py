from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from reporting.narratives.check import Known, Register, Weight, Why, check, cleaned
from reporting.narratives.check.identifiers import ird_is_right, nhi_is_right
from tests.narratives import planting
from tests.narratives.planting import Planted

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
STREETS = (
    "Rātā", "Queen", "Victoria", "Te Awamutu", "Kōwhai", "Great North", "Hobson",
)  # fmt: skip
TYPES = (
    "Street", "Road", "Ave", "Crescent", "Place", "Drive", "Lane", "St", "Rd",
)  # fmt: skip
HOW_MANY = 1000


def nhis(chance: random.Random) -> Iterator[str]:
    while True:
        head = "".join(chance.choices(LETTERS, k=3))
        old = f"{head}{chance.randrange(1000):03}"
        new = f"{head}{chance.randrange(100):02}{chance.choice(LETTERS)}"
        for first, checks in ((old, "0123456789"), (new, LETTERS)):
            yield from (first + c for c in checks if nhi_is_right(first + c))


def emails(chance: random.Random) -> Iterator[str]:
    while True:
        who = chance.choice(["hemi", "t.walker", "big_al", "rawiri-k", "j99"])
        host = chance.choice(["gmail.com", "xtra.co.nz", "example.org", "iwi.nz"])
        at = chance.choice(["@", "@", "@", " at ", " (at) ", "[at]"])
        yield f"{who}{at}{host}"


def addresses(chance: random.Random) -> Iterator[str]:
    while True:
        number = chance.choice(["1", "12", "204", "3/17", "12A", "Flat 2, 9"])
        street = chance.choice(STREETS)
        yield chance.choice(
            [
                f"{number} {street} {chance.choice(TYPES)}",
                f"{number} {street.lower()} {chance.choice(TYPES).lower()}",
                f"PO Box {chance.randrange(100, 99999)}",
            ]
        )


def days(chance: random.Random) -> Iterator[str]:
    while True:
        day = date(1950, 1, 1) + timedelta(days=chance.randrange(25000))
        month = f"{day:%B}"
        yield chance.choice(
            [
                f"{day.day}/{day.month}/{day.year}",
                f"{day:%d/%m/%y}",
                f"{day:%d-%m-%Y}",
                f"{day.day}.{day.month}.{day.year}",
                f"{day:%Y-%m-%d}",
                f"{day.day} {month} {day.year}",
                f"{day.day}th of {month}, {day.year}",
                f"{month} {day.day}, {day.year}",
                f"{day.day} {day:%b} {day.year}",
                f"{day.day} Haratua {day.year}",
            ]
        )


def numbers(chance: random.Random) -> Iterator[str]:
    while True:
        ird = chance.randrange(10_000_000, 150_000_000)
        if not ird_is_right(ird):
            continue
        text = f"{ird:09}"
        yield f"{text[:3]}-{text[3:6]}-{text[6:]}"
        yield text.lstrip("0")
        plate = "".join(chance.choices(LETTERS, k=3))
        yield f"{plate}{chance.randrange(100, 1000)}"
        yield f"{plate[:2]}{chance.randrange(1000, 10000)}"
        yield f"K7{plate[0]}-4{plate[1:]}T"
        yield f"{chance.choice(['aged', 'age', 'he is'])} {chance.randrange(17, 90)}"
        yield f"{chance.randrange(17, 90)}-year-old"


KINDS = [nhis, emails, addresses, days, numbers, planting.phones]


def is_found(planted: Planted) -> bool:
    """Every letter and digit of it stands in a hit that has to be dealt with."""
    text = cleaned(planted.text)
    hits = [h for h in check(text) if h.weight is not Weight.WEAK]
    told = [i for i in range(planted.start, planted.end) if text[i].isalnum()]
    covered = sum(any(h.start <= i < h.end for h in hits) for i in told)
    return covered >= len(told) - 2


@pytest.mark.req("REP-05", "D14")
def test_structured_identifiers_are_found() -> None:
    chance = random.Random(14)
    kinds = [kind(chance) for kind in KINDS]
    planted = [
        planting.plant(chance, next(kinds[at % len(kinds)])) for at in range(HOW_MANY)
    ]

    missed = [one.text for one in planted if not is_found(one)]
    assert len(missed) <= 0.005 * HOW_MANY, missed


@pytest.mark.parametrize("number", ["ZZZ0016", "ZAC5361", "ALU18KZ"])
def test_right_health_numbers_are_right(number: str) -> None:
    assert nhi_is_right(number)


@pytest.mark.parametrize("number", ["ZZZ0044", "ZAC5362", "ALU18KY"])
def test_wrong_health_numbers_are_wrong(number: str) -> None:
    assert not nhi_is_right(number)


@pytest.mark.parametrize("number", [49091850, 35901981, 49098576, 136410132])
def test_right_tax_numbers_are_right(number: int) -> None:
    assert ird_is_right(number)


@pytest.mark.parametrize("number", [136410133, 9125568, 49091851])
def test_wrong_tax_numbers_are_wrong(number: int) -> None:
    assert not ird_is_right(number)


@pytest.mark.req("REP-05")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("We rang 555 0199 twice.", Why.PHONE),
        ("Born on 14 May.", Why.BIRTHDAY),
        ("He was born in 1971.", Why.BIRTHDAY),
        ("On 14 May he came.", Why.BIRTHDAY),
        ("Men from Levin came.", Why.PLACE),
        ("Along Rata Street.", Why.ADDRESS),
        ("Write to hemi.t today.", Why.EMAIL),
        ("See www.example.org/hemi now.", Why.LINK),
        ("The first man who came back.", Why.THE_ONLY_ONE),
        ("He is the only survivor here.", Why.THE_ONLY_ONE),
        ("Account 12-3456-1234567-00 was used.", Why.NUMBER_OF_A_PERSON),
    ],
)
def test_what_points_at_one_person_is_found(text: str, why: Why) -> None:
    register = Register(
        Known(
            phones=["06 555 0199"],
            emails=["hemi.t@example.org"],
            addresses=["12 Rātā Street, Levin"],
            towns=["Levin"],
            born=[date(1971, 5, 14)],
        )
    )

    hits = check(cleaned(text), register=register)
    assert why in {hit.why for hit in hits if hit.weight is Weight.STRONG}


def test_a_town_where_many_live_points_at_none_of_them() -> None:
    register = Register(Known(towns=["Hamilton"] * 10))

    (hit,) = check("Our Hamilton groups grew.", register=register)
    assert hit.weight is Weight.WEAK


def test_the_organisations_own_town_points_at_nobody() -> None:
    register = Register(Known(towns=["Levin"], own="Male Survivors Levin"))

    (hit,) = check("Our Levin groups grew.", register=register)
    assert hit.weight is Weight.WEAK


@pytest.mark.req("REP-05")
@pytest.mark.parametrize(
    "text",
    [
        "Ring 021.555.0199 now.",
        "Ring 021, 555, 0199 now.",
        "Ring 021_555_0199 now.",
        "Ring +64 21 555 0199 now.",
        "Ring oh two one five five five oh one nine nine now.",
        "Ring zero two one, five five five, double nine.",
        "Write to hemi @ example . org now.",
        "Write to hemi(at)example(dot)org now.",
        "Write to hemi at example dot org now.",
    ],
)
def test_numbers_and_addresses_in_disguise_are_found(text: str) -> None:
    hits = check(cleaned(text), published=frozenset())

    assert [hit for hit in hits if hit.weight is not Weight.WEAK]
