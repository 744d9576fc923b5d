from __future__ import annotations

import pytest

from cases.names import Sought, digits, search_key


@pytest.mark.parametrize(
    "typed", ["Tāne", "tane", "Taane", "TĀNE", "Ta\u0304ne", " tāne "]
)
def test_search_key_folds_vowels_however_they_are_written(typed: str) -> None:
    assert search_key(typed) == "tane"


@pytest.mark.req("REC-10")
@pytest.mark.parametrize(
    "typed",
    [
        "021 555 0101",
        "+64 21 555 0101",
        "(021) 555-0101",
        "0064215550101",
        "+64 (0)21 555 0101",
    ],
)
def test_digits_make_one_number_of_each_way_to_write_it(typed: str) -> None:
    assert digits(typed) == "0215550101"


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("query", ["he", "tuhoro", "HEMI TUH", "tūhoro hēmi"])
def test_each_word_begins_a_word_of_the_name(query: str) -> None:
    assert Sought(query).fits(["Hēmi Tūhoro"])


@pytest.mark.parametrize("query", ["", "   ", "emi", "hemi rangi", "…"])
def test_anything_else_is_not_his_name(query: str) -> None:
    assert not Sought(query).fits(["Hēmi Tūhoro"])


@pytest.mark.req("REC-10")
@pytest.mark.parametrize(
    "query", ["0215550101", "+64 21 555", "0064 21 5550101", "21 555", "555-0101"]
)
def test_a_phone_number_is_found_however_it_is_typed(query: str) -> None:
    assert Sought(query).fits(["Hēmi"], ["021 555 0101"])
    assert not Sought(query).fits(["Hēmi"], ["021 444 0202"])


def test_a_number_that_begins_as_from_abroad_is_found_without_its_area() -> None:
    assert Sought("641 2345").fits([], ["09 641 2345"])


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("query", ["K7Q-4MPT", "k7q4mpt", " K7Q 4MPT ", "k7q", "k7q-4"])
def test_a_reference_number_is_found_by_how_it_begins(query: str) -> None:
    assert Sought(query).is_reference("K7Q-4MPT")


@pytest.mark.parametrize("query", ["", "K7", "4MPT", "K7R"])
def test_anything_else_is_no_reference_number(query: str) -> None:
    assert not Sought(query).is_reference("K7Q-4MPT")


def test_four_digits_find_a_phone_number() -> None:
    assert Sought("0101").fits(["Hēmi"], ["+64 21 555 0101"])


def test_three_digits_are_too_few() -> None:
    assert not Sought("101").fits(["Hēmi"], ["021 555 0101"])
