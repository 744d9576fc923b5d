"""Two who ran an evening put each other's log right, each under his own name."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import reverse

from cases.enums import Mode
from cases.gatherings import looking_back
from cases.gatherings.enums import Attended
from cases.gatherings.models import Facilitator, Meeting
from cases.gatherings.services import groups
from cases.gatherings.services.meetings import Met, Told
from cases.models import Session, SessionNote, SessionVersion
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn
from tests.gatherings.test_corrections import LATE, put_right, session_of, take_back
from tests.gatherings.world import came, group, logged, member, met
from tests.overrides.world import run, sqlstate

_RAW = (
    "UPDATE gatherings_meeting SET revision = 2, put_right_at = now(), minutes = 5,"
    " put_right_by = %s"
)


def both_run(cast: Cast) -> UUID:
    """Return a group that the colleague and the worker run."""
    pk = group(cast)
    with use(cast.manager.context):
        groups.let_run(cast.manager, pk, cast.worker.member, until=None, at=NOW)
    return pk


def by_the_worker(cast: Cast, pk: UUID, *told: Told, together: bool = True) -> Meeting:
    """Return a meeting that the worker logged, and that the colleague ran with him."""
    ran = (cast.worker.member, *((cast.colleague.member,) * together))
    what = Met(TODAY, 90, Mode.IN_PERSON, 2, ran, "We talked of the river")
    return logged(cast.worker, pk, *told, what=what).meeting


@pytest.mark.req("GRP-03")
def test_who_ran_it_with_him_puts_it_right_under_his_own_name(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = by_the_worker(cast, pk, came(row))

    put_right(cast.colleague, meeting, minutes=60)

    session = session_of(cast.worker, row.subject_id)
    assert (session.minutes, session.worker_id) == (60, cast.worker.member)
    with use(cast.worker.context):
        wrote = SessionVersion.objects.filter(session=session.id).order_by("revision")
        by = list(wrote.values_list("written_by", flat=True))
        told = looking_back.versions(Meeting.objects.get(id=meeting.id))
    assert by == [cast.worker.member, cast.colleague.member]
    assert [one.written_by for one in told] == ["Colleague", "Worker"]


def test_whoever_logged_it_goes_on_from_there(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = by_the_worker(cast, pk, came(row))
    put_right(cast.colleague, meeting, minutes=60)

    put_right(cast.worker, meeting, minutes=70, after=2)

    assert session_of(cast.worker, row.subject_id).minutes == 70


@pytest.mark.req("GRP-03")
def test_a_man_forgotten_gets_his_session_from_who_ran_it_too(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = by_the_worker(cast, pk, Told(row.id, Attended.ABSENT))

    put_right(cast.colleague, meeting, came(row, "He spoke of his boat"))

    session = session_of(cast.worker, row.subject_id)
    assert session.worker_id == cast.colleague.member
    with use(cast.worker.context):
        assert SessionNote.objects.get(session=session.id)
    with use(cast.colleague.context):
        assert not Session.objects.exists()


def test_who_ran_it_with_him_takes_it_back(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = by_the_worker(cast, pk, came(row))

    take_back(cast.colleague, meeting)

    assert session_of(cast.worker, row.subject_id).kind == "MISTAKEN"


@pytest.mark.req("GRP-03")
def test_who_runs_the_group_and_was_not_there_puts_nothing_right(cast: Cast) -> None:
    pk = both_run(cast)
    meeting = by_the_worker(cast, pk, came(member(cast, pk)), together=False)

    with pytest.raises(NotVisible):
        put_right(cast.colleague, meeting, minutes=5)
    assert run(cast.colleague, _RAW, cast.colleague.member) == 0


@pytest.mark.req("GRP-03")
def test_nobody_puts_it_right_in_anothers_name(cast: Cast) -> None:
    pk = both_run(cast)
    by_the_worker(cast, pk, came(member(cast, pk)))

    assert sqlstate(cast.colleague, _RAW, cast.worker.member) == "42501"
    assert sqlstate(cast.colleague, _RAW, None) == "42501"
    assert run(cast.colleague, _RAW, cast.colleague.member) == 1


@pytest.mark.req("GRP-03")
def test_in_a_session_of_anothers_he_changes_only_what_its_meeting_says(
    cast: Cast,
) -> None:
    pk = both_run(cast)
    what = replace(
        met(cast.colleague), run_by=(cast.colleague.member, cast.worker.member)
    )
    row = logged(cast.colleague, pk, came(member(cast, pk)), what=what).meeting
    raw = (
        "INSERT INTO cases_sessionversion (id, organisation_id, subject_id, key_id,"
        " withheld, session_id, revision, held_on, minutes, kind, mode, written_by_id,"
        " written_at) SELECT gen_random_uuid(), organisation_id, subject_id, key_id,"
        " false, id, %s, held_on, %s, kind, mode, %s, %s FROM cases_session"
    )

    assert sqlstate(cast.worker, raw, 2, 90, cast.worker.member, LATE) == "MS040"
    put_right(cast.worker, row, minutes=60)
    assert sqlstate(cast.worker, raw, 3, 5, cast.worker.member, LATE) == "MS040"
    assert run(cast.worker, raw, 3, 60, cast.worker.member, LATE) == 1


@pytest.mark.req("GRP-03")
def test_who_ran_it_and_runs_the_group_no_more_puts_nothing_right(cast: Cast) -> None:
    pk = both_run(cast)
    meeting = by_the_worker(cast, pk, came(member(cast, pk)))
    with use(cast.manager.context):
        runs = Facilitator.objects.get(group=pk, member=cast.colleague.member)
        groups.let_go(cast.manager, pk, runs.id, at=NOW)

    with pytest.raises(NotVisible):
        put_right(cast.colleague, meeting, minutes=5)


def test_the_page_offers_it_and_says_who_wrote_which_version(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = both_run(cast)
    meeting = by_the_worker(cast, pk, came(member(cast, pk)))
    worker = sign_in(cast.colleague)
    where = [pk, meeting.id]

    shown = worker.get(reverse("worker:group-meeting", args=where)).content.decode()
    assert reverse("worker:group-meeting-correct", args=where) in shown
    put_right(cast.colleague, meeting, minutes=60)

    url = reverse("worker:group-meeting-versions", args=where)
    told = worker.get(url).content.decode()
    assert told.index("Written by Colleague") < told.index("Written by Worker")
