"""What the database itself holds to when a meeting is put right (GRP-03, SES-04)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.gatherings.test_corrections import put_right, take_back
from tests.gatherings.world import came, group, logged, member
from tests.overrides.world import run, sqlstate


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("revision = 3, put_right_at = now()", "MS063"),
        ("minutes = 5", "MS063"),
        ("revision = 2, put_right_at = logged_at - interval '1 s'", "MS063"),
        ("revision = 2, put_right_at = now(), held_on = current_date + 9", "MS044"),
        (
            "revision = 2, put_right_at = now(), taken_back_at = now(), minutes = 5",
            "MS063",
        ),
        ("logged_by_id = gen_random_uuid()", "42501"),
        ("rounding_key = 1", "42501"),
    ],
)
def test_the_database_refuses_what_does_not_follow(
    cast: Cast, change: str, state: str
) -> None:
    pk = group(cast)
    logged(cast.colleague, pk, came(member(cast, pk)))

    assert sqlstate(cast.colleague, f"UPDATE gatherings_meeting SET {change}") == state


def test_an_attendance_changes_with_its_meeting_alone(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row)).meeting
    change = "UPDATE gatherings_attendance SET how = 'ABSENT', revision = {}"

    for revision in (1, 2):
        assert sqlstate(cast.colleague, change.format(revision)) == "MS063"
    take_back(cast.colleague, meeting)
    again = (
        "INSERT INTO gatherings_attendance (id, organisation_id, meeting_id,"
        " subject_id, held_on, how, revision) SELECT gen_random_uuid(),"
        " organisation_id, id, %s, held_on, 'CAME', 1 FROM gatherings_meeting"
    )
    assert sqlstate(cast.colleague, again, row.subject_id) == "MS063"


def test_no_session_is_a_mistake_that_its_meeting_does_not_call_one(
    cast: Cast,
) -> None:
    pk = group(cast, run_by=cast.worker)
    row = member(cast, pk)
    logged(cast.worker, pk, came(row))
    raw = (
        "INSERT INTO cases_sessionversion (id, organisation_id, subject_id, key_id,"
        " withheld, session_id, revision, held_on, minutes, kind, mode, written_by_id,"
        " written_at) SELECT gen_random_uuid(), organisation_id, subject_id, key_id,"
        " false, id, 2, held_on, 30, 'MISTAKEN', mode, worker_id, logged_at"
        " FROM cases_session"
    )

    assert sqlstate(cast.worker, raw) == "MS063"


def test_words_are_those_of_the_version_that_stands(cast: Cast) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    words = (
        "INSERT INTO gatherings_meetingwords (id, organisation_id, organisation_key_id,"
        " meeting_id, revision, sealed) SELECT gen_random_uuid(), organisation_id,"
        " organisation_key_id, id, %s, sealed FROM gatherings_meeting"
    )

    assert sqlstate(cast.colleague, words, 1) == "MS063"
    put_right(cast.colleague, row, minutes=60)
    assert sqlstate(cast.colleague, words, 1) == "MS063"
    assert run(cast.colleague, words, 2) == 1


def test_whoever_runs_it_no_more_recounts_nobody(cast: Cast) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    put_right(cast.colleague, row, minutes=60)
    asked = "SELECT sec.recount_meeting(%s, 0, 1)"

    assert sqlstate(cast.worker, asked, row.id) == "MS063"
    assert run(cast.colleague, asked, row.id) == 1


def test_no_session_begins_as_a_mistake(cast: Cast) -> None:
    pk = group(cast, run_by=cast.worker)
    row = member(cast, pk)
    logged(cast.worker, pk, came(row))
    raw = (
        "INSERT INTO cases_session (id, organisation_id, subject_id, key_id, withheld,"
        " held_on, minutes, kind, mode, worker_id, logged_at) SELECT gen_random_uuid(),"
        " organisation_id, subject_id, key_id, false, held_on, 5, '{}', mode,"
        " worker_id, logged_at FROM cases_session"
    )

    assert sqlstate(cast.worker, raw.format("CONTACT")) == ""
    assert sqlstate(cast.worker, raw.format("MISTAKEN") + " LIMIT 1") == "42501"


def test_whoever_has_taken_over_changes_nothing_by_raw_sql(cast: Cast) -> None:
    pk = group(cast)
    logged(cast.colleague, pk, came(member(cast, pk)))
    change = (
        "UPDATE gatherings_meeting SET revision = 2, put_right_at = now(), minutes = 5,"
        " put_right_by = %s"
    )

    assert run(cast.worker, change, cast.worker.member) == 0
    assert sqlstate(cast.manager, change, cast.manager.member) == "42501"
    assert run(cast.colleague, change, cast.colleague.member) == 1


@pytest.mark.req("GRP-03")
def test_whoever_puts_it_right_reads_nothing_of_the_members(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row)).meeting
    put_right(cast.colleague, meeting, minutes=60)
    tables = ("cases_session", "cases_sessionversion", "cases_sessionnote")

    assert run(cast.worker, "SELECT FROM cases_sessionversion") == 2
    assert [run(cast.colleague, f"SELECT FROM {one}") for one in tables] == [0, 0, 0]
    assert run(cast.outsider, "SELECT FROM gatherings_earliermeeting") == 0
    assert run(cast.worker, "SELECT FROM gatherings_earliermeeting") == 0
    assert run(cast.manager, "SELECT FROM gatherings_earliermeeting") == 1
