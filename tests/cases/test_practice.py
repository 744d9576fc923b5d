"""How a peer worker works: counted without his sessions (CAS-03)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from cases.enums import SessionKind
from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import Month, PracticeMonths, own_practice
from cases.services import practice
from cases.services.practice import Practised
from consent.enums import Purpose
from msa.tenancy.context import use
from tests.cases.practice_world import (
    met,
    months,
)
from tests.cases.world import person
from tests.cast import NOW, TODAY, Cast

ONE_TO_ONE = SessionKind.ONE_TO_ONE.value


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["POWER"], (1, 0, 0)),
        (["TASK"], (0, 1, 0)),
        (["TASK", "EXPERIENCE"], (1, 0, 0)),
        ([], (0, 0, 1)),
    ],
)
def test_a_session_counts_by_what_was_said_of_it(
    cast: Cast, hemi: UUID, tags: list[str], expected: tuple[int, int, int]
) -> None:
    met(cast.worker, hemi, *tags)

    assert months(cast.worker) == [(date(2026, 8, 1), *expected)]


def test_who_did_not_come_is_not_counted(cast: Cast, hemi: UUID) -> None:
    met(cast.worker, hemi, kind=SessionKind.DID_NOT_ATTEND)

    assert months(cast.worker) == []


def test_pressed_twice_it_counts_once(cast: Cast, hemi: UUID) -> None:
    id = met(cast.worker, hemi, "TASK")
    met(cast.worker, hemi, "TASK", id=id)

    assert months(cast.worker) == [(date(2026, 8, 1), 0, 1, 0)]


def test_what_is_counted_without_him_is_not_counted_here(cast: Cast) -> None:
    hemi = person(cast.worker, purposes=[Purpose.RECORD])
    met(cast.worker, hemi)

    assert months(cast.worker) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Practised(TODAY, ONE_TO_ONE, ["POWER"]), [(1, 0, 0)]),
        (Practised(TODAY, ONE_TO_ONE, ["TASK"]), [(0, 1, 0)]),
        (Practised(date(2026, 7, 31), ONE_TO_ONE, ["TASK"]), [(0, 1, 0), (0, 0, 0)]),
        (Practised(TODAY, "DID_NOT_ATTEND", []), [(0, 0, 0)]),
    ],
)
def test_a_session_put_right_moves_to_where_it_belongs(
    cast: Cast, hemi: UUID, now: Practised, expected: list[tuple[int, int, int]]
) -> None:
    met(cast.worker, hemi, "TASK")
    was = Practised(TODAY, ONE_TO_ONE, ["TASK"])

    with use(cast.worker.context), transaction.atomic():
        practice.recount(cast.worker, was=was, now=now)

    assert [counts for _, *counts in months(cast.worker)] == [*map(list, expected)]


def test_a_session_that_was_never_counted_is_not_counted_when_put_right(
    cast: Cast, hemi: UUID
) -> None:
    was, now = (Practised(TODAY, ONE_TO_ONE, tags) for tags in ([], ["POWER"]))

    with use(cast.worker.context), transaction.atomic():
        practice.recount(cast.worker, was=was, now=now)

    assert months(cast.worker) == []


def test_what_is_older_than_a_year_goes(cast: Cast, hemi: UUID) -> None:
    for on in (date(2025, 6, 30), date(2025, 9, 1), TODAY):
        met(cast.worker, hemi, "TASK", on=on)

    assert [month for month, *_ in months(cast.worker)] == [
        date(2025, 9, 1),
        date(2026, 8, 1),
    ]


def test_months_without_a_session_stand_between(cast: Cast, hemi: UUID) -> None:
    for on in (date(2026, 5, 2), TODAY):
        met(cast.worker, hemi, "TASK", on=on)

    with use(cast.worker.context):
        found = own_practice(cast.worker, at=NOW).practised

    assert [month.task_only for month in found.months] == [1, 0, 0, 1]


def half_year(*task_only: int, of: int) -> PracticeMonths:
    return PracticeMonths(
        [
            Month(date(2026, n + 1, 1), purposeful=of - task, task_only=task)
            for n, task in enumerate(task_only)
        ]
    )


@pytest.mark.req("CAS-03")
@pytest.mark.parametrize(
    ("practised", "has_drifted"),
    [
        (half_year(0, 0, 0, 1, 1, 1, of=4), True),
        (half_year(1, 1, 1, 1, 1, 1, of=4), False),
        (half_year(2, 2, 2, 1, 0, 1, of=4), False),
        (half_year(0, 0, 0, 1, 1, 1, of=1), False),
        (half_year(4, 4, 4, of=4), False),
        (half_year(of=4), False),
    ],
)
def test_the_signal_is_more_practical_things_than_before(
    practised: PracticeMonths, *, has_drifted: bool
) -> None:
    assert practised.has_drifted == has_drifted


@pytest.mark.req("CAS-03")
def test_what_was_not_said_is_no_drift() -> None:
    said = half_year(1, 1, 1, 0, 0, 0, of=4).months
    unknown = [Month(one.on, not_said=40) for one in said[3:]]

    assert not PracticeMonths([*said[:3], *unknown]).has_drifted


def test_no_row_of_it_names_a_survivor() -> None:
    for model in (PracticeMonth, PracticeShare):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"subject", "session", "key"}
