"""Two browsers at the same moment: one check-in, and nothing lost (L03)."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.queries.respondent import sheet
from assessments.services import offering, responding
from assessments.services.offering import Invited
from assessments.services.responding import Opened, as_respondent
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.assessments import world
from tests.cast import Cast

T = TypeVar("T")
AT_ONCE = 4


def at_once(work: Callable[[int], T]) -> list[T]:
    """Run ``work`` in several connections that start together."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> T:
        start.wait(timeout=20)
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.fixture
def found(live_cast: Cast) -> Opened:
    """A check-in that was just opened."""
    hemi = world.survivor(live_cast.worker)
    opened = world.opened(world.invited(live_cast.worker, hemi))
    assert opened
    return opened


@pytest.mark.req("L03")
def test_finished_in_several_browsers_it_is_one_check_in(found: Opened) -> None:
    with as_respondent(found) as him:
        responding.rate(him, "culture", 4, at=timezone.now())

    def finish(_: int) -> bool:
        try:
            with as_respondent(found) as him:
                return responding.finish(him, at=timezone.now())
        except NotVisible:
            return False

    done = at_once(finish)

    assert sorted(done) == [False] * (AT_ONCE - 1) + [True]
    assert world.counted(found.organisation, "assessments_rating") == 1


@pytest.mark.req("L03")
def test_answers_from_several_browsers_are_all_kept(found: Opened) -> None:
    items = [item.code for item in CURRENT.items[:AT_ONCE]]

    def answer(number: int) -> None:
        with as_respondent(found) as him:
            responding.rate(him, items[number], number + 1, at=timezone.now())

    at_once(answer)

    with as_respondent(found) as him:
        assert dict(sheet(him).ratings) == {
            item: number + 1 for number, item in enumerate(items)
        }


@pytest.mark.req("L03")
def test_offered_twice_at_once_one_is_open(live_cast: Cast) -> None:
    hemi = world.survivor(live_cast.worker)

    def offer(_: int) -> Invited | None:
        with use(live_cast.worker.context), transaction.atomic():
            return offering.invite(
                live_cast.worker, hemi, way=Way.ROOM, at=timezone.now()
            )

    invitations = at_once(offer)

    opened = [world.opened(one) for one in invitations if one]
    assert len([one for one in opened if one]) == 1


@pytest.mark.req("L03")
def test_an_answer_that_comes_while_he_finishes_is_refused(found: Opened) -> None:
    with as_respondent(found) as him:
        responding.rate(him, "culture", 4, at=timezone.now())
    other_tab_is_in, is_finished = Event(), Event()

    def finish() -> None:
        with transaction.atomic(), as_respondent(found) as him:
            other_tab_is_in.wait(timeout=20)
            responding.finish(him, at=timezone.now())
            is_finished.set()
            time.sleep(0.5)  # longer than the other tab needs where nothing holds it

    def answer() -> None:
        with transaction.atomic(), as_respondent(found) as him:
            other_tab_is_in.set()
            is_finished.wait(timeout=20)
            with pytest.raises(NotVisible):
                responding.rate(him, "culture", 1, at=timezone.now())

    side_by_side(finish, answer)


def side_by_side(*works: Callable[[], None]) -> None:
    def one(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(one, works))
