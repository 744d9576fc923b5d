"""Whoever runs a group reaches no more of a member than that he came."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest

from cases.gatherings import queries
from cases.gatherings.enums import Attended
from cases.gatherings.models import Attendance
from cases.gatherings.services.meetings import (
    Told,
)
from cases.models import Session
from cases.queries import sessions
from cases.queries.people import person as open_person
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import logged as session
from tests.cast import NOW, TODAY, Cast
from tests.gatherings.world import (
    came,
    group,
    logged,
    member,
    met,
)
from tests.overrides.world import run, sqlstate

OUTCOME = "He has found somebody to go fishing with"
NOTES = (Purpose.RECORD, Purpose.SESSIONS)


def sessions_of(actor: Actor, subject: UUID) -> list[Session]:
    with use(actor.context):
        return list(Session.objects.filter(subject=subject))


@pytest.mark.req("GRP-03")
def test_whoever_runs_the_group_reads_nothing_else_of_a_member(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    session(cast.worker, row.subject_id, body="The heron by the boathouse")
    logged(cast.colleague, pk, came(row, OUTCOME))
    tables = (
        "cases_session",
        "cases_sessionnote",
        "cases_section",
        "cases_client",
        "consent_subject",
        "consent_consent",
        "cases_groupclearance",
    )

    there = [run(cast.worker, f"SELECT FROM {table}") for table in tables]
    seen = [run(cast.colleague, f"SELECT FROM {table}") for table in tables]

    assert all(there)
    assert seen == [0] * len(tables)
    with use(cast.colleague.context):
        with pytest.raises(NotVisible):
            open_person(cast.colleague, row.subject_id, at=NOW)
        with pytest.raises(NotVisible):
            sessions.timeline(cast.colleague, row.subject_id)


@pytest.mark.req("GRP-03")
def test_the_key_is_given_once_for_each_who_came(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    stored = logged(cast.colleague, pk, came(row, OUTCOME))
    with use(cast.manager.context):
        attended = Attendance.objects.get(meeting=stored.meeting.id)

    asked = "SELECT * FROM sec.key_for_attendance(%s)"
    direct = "SELECT * FROM sec.wrapped_keys(ARRAY[%s]::uuid[], 'SESSIONS', 'write')"
    assert run(cast.worker, direct, row.subject_id) == 1
    assert run(cast.colleague, asked, attended.id) == 0
    assert run(cast.colleague, direct, row.subject_id) == 0


def test_no_session_is_stored_of_whom_no_meeting_says_that_he_came(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    first = session(cast.worker, row.subject_id)
    with use(cast.worker.context):
        key = Session.objects.get(id=first).key_id
    insert = (
        "INSERT INTO cases_session (id, organisation_id, subject_id, key_id, withheld,"
        " held_on, minutes, kind, mode, worker_id, logged_at) VALUES (%s, %s, %s, %s,"
        " false, %s, %s, 'GROUP', 'IN_PERSON', %s, now())"
    )
    kauri, me = cast.kauri.id, cast.colleague.member
    chance = uuid.uuid4()
    values = (chance, kauri, row.subject_id, key, TODAY, 90, me)
    assert sqlstate(cast.colleague, insert, *values) == "42501"
    stored = logged(cast.colleague, pk, Told(row.id, Attended.ABSENT))
    with use(cast.manager.context):
        absent = Attendance.objects.get(meeting=stored.meeting.id)

    values = (absent.id, kauri, row.subject_id, key, TODAY, 90, me)
    assert sqlstate(cast.colleague, insert, *values) == "42501"
    assert len(sessions_of(cast.worker, row.subject_id)) == 1


def test_the_database_refuses_whoever_was_not_in_the_group(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    early = met(cast.colleague, TODAY - timedelta(days=1))
    stored = logged(cast.colleague, pk, what=early)
    insert = (
        "INSERT INTO gatherings_attendance (id, organisation_id, meeting_id,"
        " subject_id, held_on, how) VALUES (gen_random_uuid(), %s, %s, %s, %s, 'CAME')"
    )

    values = (cast.kauri.id, stored.meeting.id, row.subject_id, TODAY)
    assert sqlstate(cast.colleague, insert, *values) == "MS043"


def test_nobody_else_is_told_who_keeps_notes(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.colleague.context):
        assert queries.who_keeps_notes(pk) == {row.subject_id}

    with use(cast.worker.context):
        assert queries.who_keeps_notes(pk) == frozenset()


def test_no_second_note_and_none_in_another_name(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    other = session(cast.worker, tane.subject_id, body="His own")
    logged(cast.colleague, pk, came(hemi, OUTCOME))
    (his,) = sessions_of(cast.worker, hemi.subject_id)
    insert = (
        "INSERT INTO cases_sessionnote (id, organisation_id, subject_id, key_id,"
        " withheld, session_id, revision, sealed, written_by_id, written_at,"
        " superseded) VALUES (gen_random_uuid(), %s, %s, %s, false, %s, %s, '', %s,"
        " now(), false)"
    )
    kauri, me = cast.kauri.id, cast.colleague.member
    with use(cast.worker.context):
        theirs = Session.objects.get(id=other)

    mine = (kauri, his.subject_id, his.key_id, his.id)
    # A version of its own would have to come first, which only who logged it adds.
    assert sqlstate(cast.colleague, insert, *mine, 2, me) == "MS040"
    assert sqlstate(cast.colleague, insert, *mine, 1, cast.worker.member) == "42501"
    strange = (kauri, theirs.subject_id, theirs.key_id, theirs.id)
    assert sqlstate(cast.colleague, insert, *strange, 1, me) == "42501"
