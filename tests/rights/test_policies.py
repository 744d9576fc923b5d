"""The Privacy Act's working days, and what the clock says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from msa.clock.holidays import privacy_working_days_after, working_days_after
from rights.policies import answer_by, clock


@pytest.mark.req("RGT-01")
@pytest.mark.parametrize(
    ("asked_on", "due_on", "why"),
    [
        (date(2026, 3, 2), date(2026, 3, 30), "four weeks without a holiday"),
        (date(2026, 3, 27), date(2026, 4, 29), "Easter and Anzac Day, moved"),
        (date(2026, 6, 26), date(2026, 7, 27), "Matariki"),
        (date(2026, 12, 1), date(2027, 1, 20), "25 December to 15 January left out"),
        (date(2026, 12, 28), date(2027, 2, 15), "asked between the years"),
        (date(2026, 3, 7), date(2026, 4, 7), "asked on a Saturday"),
    ],
)
def test_twenty_working_days(asked_on: date, due_on: date, why: str) -> None:
    assert answer_by(asked_on) == due_on, why


@pytest.mark.req("RGT-01")
def test_no_day_of_the_summer_counts() -> None:
    days = {privacy_working_days_after(date(2026, 12, 1), n) for n in range(1, 40)}

    assert not any(
        (day.month, day.day) >= (12, 25) or (day.month, day.day) <= (1, 15)
        for day in days
    )


def test_outside_the_summer_both_rules_agree() -> None:
    start = date(2026, 2, 1)

    for n in range(250):
        day = start + timedelta(days=n)
        assert privacy_working_days_after(day, 5) == working_days_after(day, 5)


def test_the_clock_says_soon_and_overdue() -> None:
    due = date(2026, 3, 30)

    assert not clock(due, on=date(2026, 3, 20)).soon
    assert clock(due, on=due).soon
    assert clock(due, on=date(2026, 4, 2)).late == 3
    assert clock(due, on=date(2026, 4, 2)).overdue
