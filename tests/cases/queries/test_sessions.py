from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.enums import Mode, SessionKind
from cases.queries import sessions as queries
from cases.sections import Note
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.cases.apart_world import cleared
from tests.cases.world import WORDS, events, held, logged, person
from tests.cast import NOW, TODAY, USUAL, Cast


def test_a_timeline_is_newest_first_with_its_notes_closed(
    cast: Cast, hemi: UUID
) -> None:
    for days in (2, 0, 1):
        logged(cast.worker, hemi, held(TODAY - timedelta(days=days)), WORDS)

    with use(cast.worker.context):
        lines = queries.timeline(cast.worker, hemi).lines

    assert [line.held_on for line in lines] == [
        TODAY - timedelta(days=days) for days in range(3)
    ]
    assert all(line.has_note and line.mine for line in lines)


def test_of_one_day_the_session_logged_last_comes_first(cast: Cast, hemi: UUID) -> None:
    at = [NOW + timedelta(minutes=minutes) for minutes in (0, 5, 10, 10)]
    made = [logged(cast.worker, hemi, at=moment) for moment in at]

    with use(cast.worker.context):
        first = queries.timeline(cast.worker, hemi, limit=2)
        rest = queries.timeline(cast.worker, hemi, limit=2, after=first.after)

    assert {line.id for line in first.lines} == set(made[2:])
    assert [line.id for line in rest.lines] == [made[1], made[0]]


def test_a_timeline_opens_no_words(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        assert queries.timeline(cast.worker, hemi).lines[0].has_note

    assert events(cast.kauri.id, "record.open") == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_a_timeline_follow_each_other(
    cast: Cast, hemi: UUID, limit: int
) -> None:
    made = {logged(cast.worker, hemi) for _ in range(4)}
    seen: list[UUID] = []
    after = None
    with use(cast.worker.context):
        while True:
            page = queries.timeline(cast.worker, hemi, limit=limit, after=after)
            seen += [line.id for line in page.lines]
            after = page.after
            if after is None:
                break

    assert len(seen) == 4
    assert set(seen) == made


@pytest.mark.parametrize("count", [1, 3])
def test_a_timeline_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, hemi: UUID, count: int
) -> None:
    for _ in range(count):
        logged(cast.worker, hemi)

    with use(cast.worker.context), CaptureQueriesContext(connection) as taken:
        queries.timeline(cast.worker, hemi)

    assert len(taken) == 4


def test_a_session_is_opened_with_its_words(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, id)

    assert page.note == Note(body=WORDS)
    assert (page.line.kind_label, page.line.mode_label) == ("One-to-one", "In person")


def test_opening_a_session_is_his_own_event(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, hemi, body=WORDS)
    with use(cast.worker.context):
        queries.session(cast.worker, hemi, id)

    (event,) = events(cast.kauri.id, "record.open")
    assert (event.subject_id, event.payload["purpose"]) == (hemi, "SESSIONS")


def test_the_manager_reads_no_words_without_supervision(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, hemi, body=WORDS)

    with use(cast.manager.context):
        page = queries.session(cast.manager, hemi, id, show_note=True)
    assert page.note is None


def test_the_manager_reads_words_with_supervision(cast: Cast) -> None:
    subject = person(cast.worker, purposes=[*USUAL, Purpose.SUPERVISION])
    id = logged(cast.worker, subject, body=WORDS)

    with use(cast.manager.context):
        page = queries.session(cast.manager, subject, id, show_note=True)
    assert page.note == Note(body=WORDS)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_opens_a_session(cast: Cast, hemi: UUID, actor: str) -> None:
    id = logged(cast.worker, hemi, body=WORDS)
    other = getattr(cast, actor)

    with use(other.context), pytest.raises(NotVisible):
        queries.session(other, hemi, id)


def test_a_session_is_not_found_under_another_person(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, person(cast.worker, "Tāne"))

    with use(cast.worker.context), pytest.raises(NotVisible):
        queries.session(cast.worker, hemi, id)


def test_an_absent_session_is_not_visible(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context), pytest.raises(NotVisible):
        queries.session(cast.worker, hemi, uuid.uuid4())


def test_habits_are_what_was_logged_last_first(cast: Cast, hemi: UUID) -> None:
    cleared(cast.manager, hemi)
    for minutes, (kind, mode) in enumerate(
        [
            (SessionKind.WHANAU, Mode.VIDEO),
            (SessionKind.WORKSHOP, Mode.PHONE),
            (SessionKind.WHANAU, Mode.PHONE),
            # A group has a page of its own, and the next man may be in none.
            (SessionKind.GROUP, Mode.IN_PERSON),
        ]
    ):
        at = NOW + timedelta(minutes=minutes)
        logged(cast.worker, hemi, held(kind=kind, mode=mode), at=at)

    with use(cast.worker.context):
        habits = queries.habits(cast.worker)
    assert habits == queries.Habits(["WHANAU", "WORKSHOP"], ["PHONE", "VIDEO"])


def test_what_was_logged_last_comes_first_whenever_it_was_held(
    cast: Cast, hemi: UUID
) -> None:
    logged(cast.worker, hemi, held(TODAY))
    last = logged(
        cast.worker,
        hemi,
        held(TODAY - timedelta(days=5)),
        at=NOW + timedelta(minutes=1),
    )

    with use(cast.worker.context):
        (line,) = queries.logged_last(cast.worker, limit=1)
    assert line.id == last
