"""Putting a session right: versions are added, and nothing is overwritten (SES-04)."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction

from cases.enums import Mode, SessionKind
from cases.models import Client, Episode, Session, SessionNote, SessionVersion
from cases.queries import sessions as queries
from cases.queries.versions import Version, versions
from cases.sections import Note
from cases.services import corrections, sessions
from cases.services.corrections import SessionChanged
from cases.services.sessions import Held, LoggedDifferently, NotCleared
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import WORDS, events, held, logged, person
from tests.cast import NOW, TODAY, Cast

SOON = NOW + timedelta(days=9)
LATE = NOW + timedelta(days=10)
BETTER = Note(body="The kettle sang on Friday")
EARLIER = TODAY - timedelta(days=2)


def corrected(
    actor: Actor,
    subject: UUID,
    session: UUID,
    what: Held | None = None,
    note: Note = BETTER,
    *,
    after: int = 1,
    at: datetime = SOON,
) -> bool:
    """Put a session right, as whoever logged it does."""
    with use(actor.context):
        return corrections.correct(
            actor, subject, session, what or held(), note, after=after, at=at
        )


def every(actor: Actor, subject: UUID, session: UUID) -> list[Version]:
    with use(actor.context):
        return versions(actor, subject, session)


@pytest.fixture
def session(cast: Cast, hemi: UUID) -> UUID:
    return logged(cast.worker, hemi, body=WORDS)


@pytest.mark.req("SES-04")
def test_a_correction_adds_a_version_and_keeps_the_first(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session, held(minutes=90, mode=Mode.PHONE))

    now, first = every(cast.worker, hemi, session)
    assert (now.note, now.minutes, now.mode) == (BETTER, 90, "PHONE")
    assert (first.note, first.minutes, first.mode) == (
        Note(body=WORDS),
        60,
        "IN_PERSON",
    )
    assert (first.written_at, now.written_at) == (NOW, SOON)
    assert (first.by, now.by) == (cast.worker.name, cast.worker.name)


@pytest.mark.req("SES-04")
def test_the_session_stands_as_it_was_put_right(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session, held(EARLIER, 15))

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, session)
    assert (page.line.held_on, page.line.minutes) == (EARLIER, 15)
    assert (page.note, page.revision) == (BETTER, 2)


@pytest.mark.req("SES-04")
def test_words_that_stay_are_not_written_again(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session, held(minutes=90), Note(body=WORDS))

    with use(cast.worker.context):
        assert SessionNote.objects.filter(session=session).count() == 1
    assert [one.note for one in every(cast.worker, hemi, session)] == [
        Note(body=WORDS),
        Note(body=WORDS),
    ]


@pytest.mark.req("SES-04")
def test_a_note_can_be_added_where_there_was_none(cast: Cast, hemi: UUID) -> None:
    session = logged(cast.worker, hemi)

    corrected(cast.worker, hemi, session)

    now, first = every(cast.worker, hemi, session)
    assert (now.note, first.note) == (BETTER, None)


@pytest.mark.req("SES-04")
def test_within_ten_days_it_is_an_edit(cast: Cast, hemi: UUID, session: UUID) -> None:
    corrected(cast.worker, hemi, session)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, session)
    assert (page.corrected, page.before) == (None, [])


@pytest.mark.req("SES-04")
def test_later_it_is_dated_and_stands_beside_what_was_written(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session, note=Note(body="Within the ten days"))
    corrected(cast.worker, hemi, session, after=2, at=LATE)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, session)
    assert page.corrected is not None
    assert page.corrected.written_at == LATE
    assert [one.note for one in page.before] == [Note(body="Within the ten days")]


@pytest.mark.req("SES-04", "UI-W5")
def test_pressed_twice_it_is_one_version(cast: Cast, hemi: UUID, session: UUID) -> None:
    first = corrected(cast.worker, hemi, session)
    again = corrected(cast.worker, hemi, session)

    assert (first, again) == (True, False)
    assert len(every(cast.worker, hemi, session)) == 2


@pytest.mark.req("SES-04", "UI-W8")
def test_who_began_before_another_version_is_told(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session)

    with pytest.raises(SessionChanged):
        corrected(cast.worker, hemi, session, note=Note(body="Other words"))

    now, _first = every(cast.worker, hemi, session)
    assert now.note == BETTER


@pytest.mark.req("SES-04", "UI-W8")
def test_of_two_at_the_same_moment_one_is_told(live_cast: Cast) -> None:
    worker = live_cast.worker
    with transaction.atomic():
        subject = person(worker)
    with transaction.atomic():
        session = logged(worker, subject, body=WORDS)
    both, ends = threading.Barrier(2), []

    def press(words: str) -> None:
        both.wait()
        try:
            ends.append(corrected(worker, subject, session, note=Note(body=words)))
        except SessionChanged:
            ends.append(None)
        connections.close_all()

    presses = [threading.Thread(target=press, args=[one]) for one in ("a", "b")]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert sorted(ends, key=str) == [None, True]


@pytest.mark.req("SES-04")
@pytest.mark.parametrize("actor", ["colleague", "manager", "outsider"])
def test_only_whoever_logged_it_puts_it_right(
    cast: Cast, hemi: UUID, session: UUID, actor: str
) -> None:
    with pytest.raises(NotVisible):
        corrected(getattr(cast, actor), hemi, session)

    assert len(every(cast.worker, hemi, session)) == 1


@pytest.mark.req("SES-04")
def test_nothing_is_put_right_once_he_took_his_notes_back(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

    with pytest.raises(NotVisible):
        corrected(cast.worker, hemi, session)


@pytest.mark.req("SES-04", "CON-05")
def test_a_withdrawal_seals_every_version(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session)
    with use(cast.worker.context):
        assert SessionVersion.objects.count() == 2

        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=SOON)

        assert not SessionVersion.objects.exists()


@pytest.mark.req("SES-04", "GRP-02")
def test_it_becomes_no_group_session_without_his_clearance(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    with pytest.raises(NotCleared):
        corrected(cast.worker, hemi, session, held(kind=SessionKind.GROUP))

    with use(cast.worker.context):
        assert Session.objects.get(id=session).kind == "ONE_TO_ONE"


@pytest.mark.req("SES-04")
def test_the_days_that_hang_on_it_follow(cast: Cast, hemi: UUID, session: UUID) -> None:
    later = TODAY + timedelta(days=3)
    corrected(cast.worker, hemi, session, held(later))

    with use(cast.worker.context):
        assert Client.objects.get(subject=hemi).last_activity_on == later
        assert Episode.objects.get(subject=hemi).activated_on == later


@pytest.mark.req("SES-04")
def test_an_earlier_session_still_starts_his_time(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    second = TODAY + timedelta(days=2)
    logged(cast.worker, hemi, held(second), at=SOON)
    corrected(cast.worker, hemi, session, held(TODAY + timedelta(days=5)))

    with use(cast.worker.context):
        assert Episode.objects.get(subject=hemi).activated_on == second


@pytest.mark.req("SES-04")
def test_that_he_did_not_come_after_all_starts_nothing(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    absent = held(kind=SessionKind.DID_NOT_ATTEND)
    corrected(cast.worker, hemi, session, absent)
    with use(cast.worker.context):
        assert Episode.objects.get(subject=hemi).activated_on is None

    corrected(cast.worker, hemi, session, after=2)
    with use(cast.worker.context):
        assert Episode.objects.get(subject=hemi).activated_on == TODAY


@pytest.mark.req("UI-W5")
def test_the_form_it_was_logged_by_is_still_the_same_session(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session)

    with use(cast.worker.context):
        first = Note(body=WORDS)
        sessions.log(cast.worker, hemi, held(), first, id=session, at=SOON)
        with pytest.raises(LoggedDifferently):
            sessions.log(cast.worker, hemi, held(), BETTER, id=session, at=SOON)


@pytest.mark.req("SES-04")
def test_the_audit_knows_who_put_it_right_and_who_looked(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session)
    every(cast.manager, hemi, session)

    (right,) = events(cast.kauri.id, "session.corrected")
    (looked,) = events(cast.kauri.id, "session.looked-back")
    assert (right.actor, right.subject_id) == (cast.worker.person, hemi)
    assert (looked.actor, looked.subject_id) == (cast.manager.person, hemi)


@pytest.mark.req("SES-04")
def test_a_manager_reads_what_was_counted_and_no_words(
    cast: Cast, hemi: UUID, session: UUID
) -> None:
    corrected(cast.worker, hemi, session, held(minutes=90))

    told = every(cast.manager, hemi, session)

    assert [(one.minutes, one.note) for one in told] == [(90, None), (60, None)]
