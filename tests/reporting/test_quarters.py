from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from msa.clock.holidays import holidays, working_days_after
from reporting.quarters import NotAQuarter, Quarter

AUCKLAND = ZoneInfo("Pacific/Auckland")
Q3 = Quarter(2026, 3)


def test_a_quarter_ends_at_midnight_in_new_zealand():
    last_second = datetime(2026, 9, 30, 23, 59, 59, tzinfo=AUCKLAND)
    midnight = datetime(2026, 10, 1, 0, 0, tzinfo=AUCKLAND)

    assert Quarter.at(last_second.astimezone(UTC)) == Q3
    assert Quarter.at(midnight.astimezone(UTC)) == Q3.next()


def test_summer_time_moves_the_boundary_in_utc():
    in_winter = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
    in_summer = datetime(2026, 12, 31, 11, 0, tzinfo=UTC)

    assert Quarter.at(in_winter) == Q3
    assert Quarter.at(in_summer) == Quarter(2027, 1)


def test_quarter_in_words():
    assert (Q3.code, Q3.title) == ("2026Q3", "July to September 2026")
    assert (Q3.start, Q3.end) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("quarter", "year"), [(Q3, "2026/27"), (Quarter(2026, 2), "2025/26")]
)
def test_financial_year_starts_in_july(quarter, year):
    assert quarter.financial_year == year


def test_four_quarters_back_is_a_year():
    back = Q3.previous().previous().previous().previous()

    assert back == Quarter(2025, 3)
    assert back.next().next().next().next() == Q3


def test_closing_counts_working_days_past_labour_day():
    assert Q3.closes_on == date(2026, 10, 29)
    assert not Q3.is_closed(date(2026, 10, 29))
    assert Q3.is_closed(date(2026, 10, 30))


def test_closing_counts_working_days_past_new_year_and_waitangi():
    assert Quarter(2026, 4).closes_on == date(2027, 2, 1)


@pytest.mark.parametrize("code", ["2026Q5", "2026q3", "26Q3", "2026Q3 ", ""])
def test_other_codes_are_no_quarter(code):
    with pytest.raises(NotAQuarter):
        Quarter.from_code(code)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2021, 2, 8), "Waitangi Day moved from a Saturday"),
        (date(2021, 4, 26), "Anzac Day moved from a Sunday"),
        (date(2021, 12, 28), "Boxing Day moved from a Sunday"),
        (date(2022, 1, 4), "2 January moved from a Sunday"),
        (date(2023, 1, 3), "1 January moved from a Sunday"),
        (date(2022, 9, 26), "the memorial day for the Queen"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 6, 1), "the King's Birthday"),
        (date(2026, 7, 10), "Matariki"),
        (date(2026, 10, 26), "Labour Day"),
        (date(2026, 12, 28), "Boxing Day moved from a Saturday"),
    ],
)
def test_public_holidays(day, why):
    assert day in holidays(day.year), why


def test_a_year_has_twelve_holidays_of_which_two_may_meet():
    for year in range(2023, 2053):
        assert len(holidays(year)) in {10, 11, 12}, year


def test_every_matariki_is_a_friday():
    winter = [
        day
        for year in range(2022, 2053)
        for day in holidays(year)
        if (6, 15) <= (day.month, day.day) <= (7, 25)
    ]

    assert len(winter) == 31
    assert {day.weekday() for day in winter} == {4}


def test_working_days_pass_over_a_weekend():
    assert working_days_after(date(2026, 8, 7), 1) == date(2026, 8, 10)
