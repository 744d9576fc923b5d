from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Episode
from cases.queries.pressing import waiting
from cases.queries.today import Today, today
from cases.sections import Needs, NextSteps, Step
from cases.services import sections
from consent.enums import Purpose
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import begun, held, logged, person
from tests.cast import NOW, TODAY, USUAL, Cast
from tests.conftest import SignIn


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


def test_two_of_a_name_are_told_apart_wherever_they_stand_on_it(
    cast: Cast, hemi: UUID
) -> None:
    logged(cast.worker, hemi)
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, Needs(urgent=True), after=0, at=NOW)
    person(cast.worker, "Hēmi")

    page = opened(cast)

    (starting,), (met,), (done,) = page.starting, page.people, page.done
    assert starting.card.name == f"Hēmi · {starting.card.reference}"
    assert met.name == done.name == f"Hēmi · {met.reference}" != starting.card.name
    assert [one.card.name for one in page.waiting.pressing] == [met.name]


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


def steps(cast: Cast, subject: UUID, *days: date) -> None:
    """Let him have a next step by each of these days."""
    told = [Step("Ring about the flat", "Worker", day.isoformat()) for day in days]
    with use(cast.worker.context):
        sections.save(cast.worker, subject, NextSteps(told), after=0, at=NOW)


@pytest.mark.req("CAS-01")
@pytest.mark.parametrize(
    ("days", "is_told"), [(-29, False), (-28, True), (0, True), (7, True), (8, False)]
)
def test_next_steps_around_now_are_told(
    cast: Cast, hemi: UUID, days: int, *, is_told: bool
) -> None:
    steps(cast, hemi, TODAY + timedelta(days=days))

    assert bool(opened(cast).waiting.steps) == is_told


def test_next_steps_stand_by_their_days(cast: Cast, hemi: UUID) -> None:
    tomorrow, yesterday = (TODAY + timedelta(days=n) for n in (1, -1))
    steps(cast, hemi, tomorrow, yesterday)

    found = opened(cast).waiting.steps

    assert [one.by for one in found] == [yesterday, tomorrow]
    assert {(one.card.name, one.step.who) for one in found} == {("Hēmi", "Worker")}


def test_what_waits_is_opened_in_one_release_whoever_it_is_of(cast: Cast) -> None:
    taken = []
    for number in range(3):
        steps(cast, person(cast.worker, f"Person {number}"), TODAY)
        with use(cast.worker.context), CaptureQueriesContext(connection) as queries:
            assert len(waiting(cast.worker, on=TODAY).steps) == number + 1
        taken.append(len(queries))

    assert len(set(taken)) == 1


@pytest.mark.req("CAS-01")
def test_the_page_has_all_that_a_day_begins_with(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    hemi = person(cast.worker, "Hēmi", [*USUAL, Purpose.ASSESSMENT])
    logged(cast.worker, hemi)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        began = local_date(now) - timedelta(days=200)
        Episode.objects.filter(subject=hemi).update(activated_on=began)
    with use(cast.worker.context):
        urgent = Needs(urgent=True)
        sections.save(cast.worker, hemi, urgent, after=0, at=now)
    steps(cast, hemi, local_date(now))

    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    for heading in (
        *("Look here first", "Next steps around now", "Your people"),
        *("A check-in when you next meet", "What you did last"),
    ):
        assert heading in page
    assert "Ring about the flat" in page
    assert reverse("worker:session-new", args=[hemi]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int
) -> None:
    for number in range(count):
        logged(cast.worker, person(cast.worker, f"Person {number}"))

    with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
        today(cast.worker, at=NOW)

    # One of them asks whether anybody has needs written down; nobody has.
    assert len(taken) == 8
