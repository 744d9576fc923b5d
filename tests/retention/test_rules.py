"""From which day on a record may go: 200 dated cases (K06)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from consent.retention.enums import Basis
from consent.retention.rules import (
    Duty,
    counted_from,
    due_on,
    first_day_to_destroy,
    latest_contact_due,
)

TABLE = Path(__file__).with_name("dated_cases.csv")


def cases() -> Iterator[dict[str, str]]:
    with TABLE.open() as file:
        yield from csv.DictReader(file)


def duty_in_force(changes: str, on: date) -> Duty | None:
    """Read ``2020-01-01 NONE|2030-01-01 CONTRACT 7``: the newest that has begun."""
    duty = None
    for change in filter(None, changes.split("|")):
        day, basis, *years = change.split()
        if date.fromisoformat(day) <= on:
            duty = Duty(Basis(basis), int(years[0]) if years else 0)
    return duty


def computed(case: dict[str, str]) -> str:
    withdrawn = case["withdrawn_utc"]
    last = counted_from(
        [date.fromisoformat(case["last_contact"])],
        datetime.fromisoformat(withdrawn) if withdrawn else None,
    )
    day = due_on(
        duty_in_force(case["rules"], date.fromisoformat(case["looked_at"])), last
    )
    return day.isoformat() if day else ""


@pytest.mark.req("K06")
def test_two_hundred_dated_cases_have_the_right_day() -> None:
    wrong = [case for case in cases() if computed(case) != case["due"]]

    assert wrong == []


@pytest.mark.req("K06")
def test_the_table_holds_what_is_hard() -> None:
    rows = list(cases())

    assert len(rows) == 200
    assert sum(row["why"] == "29 February" for row in rows) >= 30
    assert sum(row["why"] == "daylight saving" for row in rows) >= 30
    assert sum(row["why"] == "change of basis" for row in rows) >= 30


@pytest.mark.req("K06")
def test_whoever_is_due_is_among_those_looked_through() -> None:
    for case in cases():
        today = date.fromisoformat(case["due"] or case["looked_at"])
        duty = duty_in_force(case["rules"], date.fromisoformat(case["looked_at"]))
        if duty is None:
            continue
        last = date.fromisoformat(case["last_contact"])
        assert not case["due"] or last <= latest_contact_due(duty, today)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2026-09-01T00:00+00:00", "2026-09-16"),
        ("2026-08-31T12:30+00:00", "2026-09-16"),
        ("2026-08-31T11:30+00:00", "2026-09-15"),
        ("2026-09-20T11:30+00:00", "2026-10-05"),
        ("2026-09-27T10:59+00:00", "2026-10-12"),
        ("2026-09-27T11:01+00:00", "2026-10-13"),
    ],
)
def test_the_cooling_off_is_fourteen_whole_days(asked: str, first: str) -> None:
    assert first_day_to_destroy(datetime.fromisoformat(asked)).isoformat() == first
