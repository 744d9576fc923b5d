from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.queries.today import Today, today
from msa.tenancy.context import use
from tests.cases.world import begun, held, logged, person
from tests.cast import NOW, TODAY, Cast


def opened(cast: Cast) -> Today:
    with use(cast.worker.context):
        return today(cast.worker, at=NOW)


def test_nobody_yet_is_an_empty_day(cast: Cast) -> None:
    assert opened(cast) == Today(starting=[], people=[], more=False, done=[])


def test_whoever_was_met_stands_among_his_people(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi)

    page = opened(cast)

    assert [card.name for card in page.people] == ["Hēmi"]
    assert page.starting == []


def test_what_he_logged_last_is_there_with_the_name(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi)

    (done,) = opened(cast).done

    assert (done.name, done.line.kind_label) == ("Hēmi", "One-to-one")


def test_the_name_is_there_when_he_is_far_down_the_list(cast: Cast, hemi: UUID) -> None:
    for number in range(10):
        logged(cast.worker, person(cast.worker, f"Person {number}"))
    late = NOW + timedelta(minutes=1)
    logged(cast.worker, hemi, held(TODAY - timedelta(days=60)), at=late)

    page = opened(cast)

    assert page.more
    assert page.done[0].name == "Hēmi"


def test_an_unfinished_record_is_among_those_starting(cast: Cast) -> None:
    subject = begun(cast.worker)

    (entry,) = opened(cast).starting

    assert (entry.card.subject, entry.complete) == (subject, False)


def test_an_unfinished_record_stays_until_it_is_finished(cast: Cast) -> None:
    begun(cast.worker, at=NOW - timedelta(days=100))

    assert len(opened(cast).starting) == 1


@pytest.mark.parametrize(("days", "starting"), [(27, 1), (29, 0)])
def test_somebody_new_is_among_those_starting_for_four_weeks(
    cast: Cast, days: int, starting: int
) -> None:
    person(cast.worker, at=NOW - timedelta(days=days))

    page = opened(cast)

    assert (len(page.starting), len(page.people)) == (starting, 1 - starting)


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int
) -> None:
    for number in range(count):
        logged(cast.worker, person(cast.worker, f"Person {number}"))

    with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
        today(cast.worker, at=NOW)

    # One of them asks whether anybody has needs written down; nobody has.
    assert len(taken) == 7
