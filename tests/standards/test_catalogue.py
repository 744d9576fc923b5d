from __future__ import annotations

import pytest

from standards.catalogue import CURRENT, VERSIONS, Standard, by_code

NUMBERS = {
    "1": [f"1.{number}" for number in range(1, 8)],
    "2": [f"2.{number}" for number in range(1, 5)],
    "3": [f"3.{number}" for number in range(1, 11)],
    "4": [f"4.{number}" for number in range(1, 6)],
}
TEXTS = ("title", "statement", "rationale", "leaders", "staff", "clients")


@pytest.mark.req("STD-01")
def test_there_are_four_areas_with_the_official_numbers() -> None:
    found = {
        area.number: [one.number for one in area.standards] for area in CURRENT.areas
    }

    assert found == NUMBERS
    assert len(CURRENT.standards) == 26


@pytest.mark.req("STD-01")
@pytest.mark.parametrize("standard", CURRENT.standards, ids=lambda one: one.number)
def test_every_standard_says_why_and_what_each_can_say(standard: Standard) -> None:
    texts = [getattr(standard, name) for name in TEXTS]

    assert all(text[:1].isupper() for text in texts)
    assert all(text.endswith(".") for text in texts[1:])
    assert len(set(texts)) == len(TEXTS)


@pytest.mark.req("STD-01")
def test_a_used_version_is_found_by_its_code() -> None:
    assert by_code("msa-standards-1") is CURRENT
    assert all(version.code == code for code, version in VERSIONS.items())


def test_one_standard_follows_another_across_areas() -> None:
    following = CURRENT.after("1.7")

    assert following is not None
    assert following.number == "2.1"
    assert CURRENT.area_of("2.1").title == "Access and engagement"
    assert CURRENT.after("4.5") is None
