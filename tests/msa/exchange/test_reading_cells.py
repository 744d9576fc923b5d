from __future__ import annotations

from datetime import date

import pytest

from msa.exchange.reading import Cause
from msa.exchange.reading.cells import (
    NotReadable,
    birth_date,
    event_date,
    fold,
    is_damaged,
    line,
    minutes,
    phone_digits,
    prose,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2026",
        "5/3/2026",
        "5-3-26",
        "05.03.2026",
        "5 March 2026",
        "5th Mar 2026",
        "5-Mar-26",
        "2026-03-05",
        "2026-03-05T14:30:00",
        "05/03/2026 2:30 pm",
    ],
)
def test_ways_to_write_a_date(text: str) -> None:
    assert event_date(text, today=TODAY) == date(2026, 3, 5)


def test_a_time_with_offset_is_of_the_day_it_was_here() -> None:
    assert event_date("2026-03-31T12:30:00Z", today=TODAY) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("31/02/2026", Cause.IMPOSSIBLE_DATE),
        ("2026-02-30", Cause.IMPOSSIBLE_DATE),
        ("00/01/2026", Cause.IMPOSSIBLE_DATE),
        ("2026-13-01T10:00:00Z", Cause.IMPOSSIBLE_DATE),
        ("31 Febtober 2026", Cause.UNREADABLE_DATE),
        ("soon", Cause.UNREADABLE_DATE),
        ("46000", Cause.UNREADABLE_DATE),
        ("٥/٣/٢٠٢٦", Cause.UNREADABLE_DATE),
        ("23/11/2026", Cause.FUTURE_DATE),
        ("01/01/2031", Cause.FUTURE_DATE),
        ("01/01/1900", Cause.DATE_TOO_EARLY),
    ],
)
def test_dates_that_are_none(text: str, cause: Cause) -> None:
    with pytest.raises(NotReadable) as fault:
        event_date(text, today=TODAY)

    assert fault.value.cause is cause


def test_today_is_not_the_future() -> None:
    assert event_date("22/11/2026", today=TODAY) == TODAY


@pytest.mark.parametrize(("text", "year"), [("1-2-51", 1951), ("1-2-05", 2005)])
def test_a_short_year_of_birth_is_the_latest_that_has_been(
    text: str, year: int
) -> None:
    assert birth_date(text, today=TODAY) == date(year, 2, 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0.25", 15),
        ("0.33", 20),
        ("0,5", 30),
        (".75", 45),
        ("1", 60),
        ("0", 0),
        ("0:15", 15),
        ("24", 1440),
        ("0.025", 2),
    ],
)
def test_hours_become_minutes(text: str, amount: int) -> None:
    assert minutes(text) == amount


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("-0.5", Cause.HOURS_OUT_OF_RANGE),
        ("24.1", Cause.HOURS_OUT_OF_RANGE),
        ("24:01", Cause.HOURS_OUT_OF_RANGE),
        ("abc", Cause.UNREADABLE_HOURS),
        ("nan", Cause.UNREADABLE_HOURS),
        ("1e9", Cause.UNREADABLE_HOURS),
    ],
)
def test_hours_that_are_none(text: str, cause: Cause) -> None:
    with pytest.raises(NotReadable) as fault:
        minutes(text)

    assert fault.value.cause is cause


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TĀNE", "tane"),
        ("Ta\u0304ne", "Tāne"),
        ("van der Berg", "VanDerBerg "),
        ("Tuʻipulotu", "Tu'ipulotu"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "text",
    ["021 555 0101", "0215550101", "+64 21 555 0101", "+64 (0)21-555-0101",
     "0064215550101", "64215550101"],
)  # fmt: skip
def test_ways_to_write_a_phone_number(text: str) -> None:
    assert phone_digits(text) == "0215550101"


@pytest.mark.parametrize("text", ["=SUM(A1:A9)", "+64 21", "-", "@home"])
def test_what_a_spreadsheet_would_run_stays_as_it_is(text: str) -> None:
    assert line(text) == text
    assert prose(text) == text


def test_a_line_is_composed_and_without_stray_space() -> None:
    assert line(" \u00a0Ta\u0304ne \t Example\n") == "Tāne Example"


def test_prose_keeps_its_lines() -> None:
    assert prose("One\r\ntwo\rthree \n") == "One\ntwo\nthree"


@pytest.mark.parametrize("text", ["M\u0101ori".encode().decode("cp1252", "replace"),
    "Jos\u00c3\u00a9", "isn\u00e2\u20ac\u2122t", "T\ufffdne", "a\udcffb"])  # fmt: skip
def test_letters_once_lost_are_noticed(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize(
    "text", ["Tāne Ōtepoti", "José Müller", "“kia ora” – ok…", "Ñandú Ångström", "ÂÊÃ"]
)
def test_whole_letters_are_left_in_peace(text: str) -> None:
    assert not is_damaged(text)
