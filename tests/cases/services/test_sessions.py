from __future__ import annotations

import threading
import uuid
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections

from cases.enums import Mode, SessionKind
from cases.models import Client, Episode, Session, SessionNote, Tally
from cases.queries import sessions as queries
from cases.sections import Note
from cases.services import sessions
from cases.services.sessions import Held, LoggedDifferently, NotesNotKept
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import WORDS, held, logged, person
from tests.cast import NOW, TODAY, Cast


def tallies(cast: Cast) -> list[tuple[str, str, str, int]]:
    with use(cast.manager.context):
        rows = Tally.objects.values_list("month", "kind", "mode", "minutes")
        return [(str(month), *rest) for month, *rest in rows]


def test_a_session_is_stored_with_its_note(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, id)
    assert page.note == Note(body=WORDS)


def test_the_words_are_not_in_the_database_in_clear(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        (note,) = SessionNote.objects.all()
        assert WORDS.encode() not in bytes(note.sealed.envelope)


def test_a_session_without_words_has_no_note(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi)

    with use(cast.worker.context):
        assert not SessionNote.objects.exists()


def test_a_session_makes_his_record_fresh_and_starts_his_episode(
    cast: Cast, hemi: UUID
) -> None:
    logged(cast.worker, hemi)

    with use(cast.worker.context):
        assert Client.objects.get(subject=hemi).last_activity_on == TODAY
        assert Episode.objects.get(subject=hemi).activated_on == TODAY


def test_not_meeting_starts_no_episode(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, held(kind=SessionKind.DID_NOT_ATTEND))

    with use(cast.worker.context):
        assert Episode.objects.get(subject=hemi).activated_on is None


@pytest.mark.req("UI-W5")
def test_saved_twice_it_is_one_session(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            sessions.log(cast.worker, hemi, held(), Note(body=WORDS), id=id, at=NOW)

        assert (Session.objects.count(), SessionNote.objects.count()) == (1, 1)


@pytest.mark.req("UI-W5")
def test_saved_twice_at_the_same_moment_it_is_one_session(live_cast: Cast) -> None:
    worker = live_cast.worker
    subject, id = person(worker), uuid.uuid4()
    both, ends = threading.Barrier(2), []

    def press() -> None:
        both.wait()
        with use(worker.context):
            ends.append(sessions.log(worker, subject, held(), Note(), id=id, at=NOW))
        connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert [session.id for session in ends if session] == [id, id]


@pytest.mark.req("UI-W5")
def test_saved_twice_without_notes_it_is_one_tally(cast: Cast) -> None:
    subject, id = person(cast.worker, purposes=[Purpose.RECORD]), uuid.uuid4()
    with use(cast.worker.context):
        for _ in range(2):
            sessions.log(cast.worker, subject, held(), Note(), id=id, at=NOW)

    assert len(tallies(cast)) == 1


@pytest.mark.parametrize(
    ("what", "note"),
    [(held(), Note(body="More words")), (held(minutes=90), Note(body=WORDS))],
)
def test_saved_again_with_other_content_is_noticed(
    cast: Cast, hemi: UUID, what: Held, note: Note
) -> None:
    id = logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        with pytest.raises(LoggedDifferently):
            sessions.log(cast.worker, hemi, what, note, id=id, at=NOW)

        assert queries.session(cast.worker, hemi, id).note == Note(body=WORDS)


def test_an_id_of_another_persons_session_is_refused(cast: Cast, hemi: UUID) -> None:
    id = logged(cast.worker, person(cast.worker, "James"))

    with use(cast.worker.context), pytest.raises(NotVisible):
        sessions.log(cast.worker, hemi, held(), Note(), id=id, at=NOW)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_can_log_with_him(cast: Cast, hemi: UUID, actor: str) -> None:
    other: Actor = getattr(cast, actor)

    with use(other.context), pytest.raises(NotVisible):
        sessions.log(other, hemi, held(), Note(), id=uuid.uuid4(), at=NOW)


def test_nothing_is_logged_after_he_withdrew(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

        with pytest.raises(AccessDenied):
            sessions.log(cast.worker, hemi, held(), Note(), id=uuid.uuid4(), at=NOW)
    assert tallies(cast) == []


@pytest.mark.req("CON-05")
def test_without_notes_only_a_tally_is_kept(cast: Cast) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])

    logged(cast.worker, subject, held(mode=Mode.PHONE))

    assert tallies(cast) == [("2026-08-01", "ONE_TO_ONE", "PHONE", 60)]
    with use(cast.worker.context):
        assert not Session.objects.exists()


@pytest.mark.req("CON-05")
@pytest.mark.parametrize(
    "note",
    [
        Note(body=WORDS),
        Note(domains=["HOUSING"]),
        Note(written_together=True),
        Note(present="his sister"),
        Note(next_steps="A form"),
    ],
)
def test_without_notes_words_are_refused(cast: Cast, note: Note) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])

    with use(cast.worker.context), pytest.raises(NotesNotKept):
        sessions.log(cast.worker, subject, held(), note, id=uuid.uuid4(), at=NOW)

    assert tallies(cast) == []


@pytest.mark.req("CON-05")
def test_without_notes_the_database_itself_refuses_a_session(
    cast: Cast, hemi: UUID
) -> None:
    logged(cast.worker, hemi)
    with use(cast.worker.context):
        row = Session.objects.get(subject=hemi)
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)
        row.id = uuid.uuid4()

        with pytest.raises(DatabaseError, match="no consent in force"):
            row.save(force_insert=True)


@pytest.mark.req("CON-05")
def test_sessions_whose_notes_he_took_back_still_count(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

        assert queries.timeline(cast.worker, hemi).lines == []
    assert tallies(cast) == [("2026-08-01", "ONE_TO_ONE", "IN_PERSON", 60)]


def test_raw_sql_reads_no_note_after_he_withdrew(cast: Cast, hemi: UUID) -> None:
    logged(cast.worker, hemi, body=WORDS)
    with use(cast.worker.context), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_sessionnote")
        assert cursor.fetchone() == (1,)
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

        cursor.execute("SELECT count(*) FROM cases_sessionnote")
        assert cursor.fetchone() == (0,)


def test_logging_is_undone_when_the_audit_fails(
    cast: Cast, hemi: UUID, broken_audit: None
) -> None:
    with pytest.raises(ProgrammingError):
        logged(cast.worker, hemi, body=WORDS)

    with use(cast.worker.context):
        assert not Session.objects.exists()
