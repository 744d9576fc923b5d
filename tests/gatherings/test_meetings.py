"""Meetings: logged once for everybody who came, and nobody is told of in it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from cases.enums import GroupKind, SessionKind
from cases.gatherings import queries
from cases.gatherings.enums import Attended
from cases.gatherings.models import Attendance, Meeting
from cases.gatherings.services import groups
from cases.gatherings.services.meetings import (
    LoggedDifferently,
    MetThatDay,
    NamesSomebody,
    NotMembersThen,
    NotThatDay,
    Told,
)
from cases.models import Session, Tally
from cases.queries import sessions
from cases.services import support
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.apart_world import policy, told
from tests.cast import NOW, TODAY, Cast
from tests.gatherings.world import (
    SUMMARY,
    came,
    group,
    left,
    logged,
    member,
    met,
)
from tests.overrides.world import run

OUTCOME = "He has found somebody to go fishing with"
NOTES = (Purpose.RECORD, Purpose.SESSIONS)


def sessions_of(actor: Actor, subject: UUID) -> list[Session]:
    with use(actor.context):
        return list(Session.objects.filter(subject=subject))


def counted(cast: Cast) -> int:
    with use(cast.manager.context):
        return Tally.objects.filter(kind=SessionKind.GROUP).count()


@pytest.mark.req("GRP-03", "UI-W2")
def test_one_meeting_and_a_session_of_each_who_came(cast: Cast) -> None:
    pk = group(cast)
    rows = [member(cast, pk, name) for name in ("Hēmi", "Tāne", "Rangi")]
    said = [came(rows[0]), came(rows[1]), Told(rows[2].id, Attended.TOLD_US)]

    stored = logged(cast.colleague, pk, *said)

    assert (stored.sessions, stored.counted, stored.left_out) == (2, 0, [])
    found = [sessions_of(cast.worker, row.subject_id) for row in rows]
    assert [len(one) for one in found] == [1, 1, 0]
    (one,) = found[0]
    assert (one.kind, one.held_on, one.minutes) == ("GROUP", TODAY, 90)
    with use(cast.colleague.context):
        page = queries.meeting(cast.colleague, pk, stored.meeting.id)
    assert (page.now.came, page.now.told_us, page.now.absent) == (
        ["Hēmi", "Tāne"],
        ["Rangi"],
        [],
    )
    assert (page.now.summary, page.row.guests) == (SUMMARY, 2)


@pytest.mark.req("GRP-03")
def test_an_outcome_stands_in_his_own_record_and_nobody_elses(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")

    logged(cast.colleague, pk, came(hemi, OUTCOME), came(tane))

    (his,) = sessions_of(cast.worker, hemi.subject_id)
    (other,) = sessions_of(cast.worker, tane.subject_id)
    with use(cast.worker.context):
        page = sessions.session(cast.worker, hemi.subject_id, his.id, show_note=True)
        assert page.note is not None
        assert (page.note.body, page.line.worker) == (OUTCOME, "Colleague")
        beside = sessions.session(
            cast.worker, tane.subject_id, other.id, show_note=True
        )
        assert beside.note is None


@pytest.mark.req("GRP-03")
def test_who_lets_us_keep_no_notes_is_counted_without_a_trace(cast: Cast) -> None:
    pk = group(cast)
    quiet = member(cast, pk, purposes=(Purpose.RECORD,))
    other = member(cast, pk, "Tāne", NOTES)
    with use(cast.colleague.context):
        assert queries.who_keeps_notes(pk) == {other.subject_id}

    stored = logged(cast.colleague, pk, came(quiet, OUTCOME), came(other))

    assert (stored.sessions, stored.counted, stored.unkept) == (1, 1, ["Hēmi"])
    assert counted(cast) == 1
    with use(cast.manager.context):
        about = Attendance.objects.values_list("subject", flat=True)
        assert list(about) == [other.subject_id]


def test_withdrawn_later_it_is_withheld_and_counted(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    logged(cast.colleague, pk, came(row))

    with use(cast.worker.context):
        consents.withdraw(cast.worker, row.subject_id, Purpose.SESSIONS, at=NOW)

    assert sessions_of(cast.worker, row.subject_id) == []
    assert counted(cast) == 1
    with use(cast.manager.context):
        assert not Attendance.objects.exists()


@pytest.mark.req("GRP-03")
@pytest.mark.parametrize(
    "summary", ["Tane talked of his father", "Good for TĀNE.", "We heard Taane out"]
)
def test_a_summary_names_no_member(cast: Cast, summary: str) -> None:
    pk = group(cast)
    member(cast, pk, "Tāne")

    with pytest.raises(NamesSomebody):
        logged(cast.colleague, pk, what=met(cast.colleague, summary=summary))

    with use(cast.manager.context):
        assert not Meeting.objects.exists()


@pytest.mark.req("GRP-03")
def test_an_outcome_names_no_other_member(cast: Cast) -> None:
    pk = group(cast)
    hemi, _ = member(cast, pk), member(cast, pk, "Tāne")

    with pytest.raises(NamesSomebody) as refused:
        logged(cast.colleague, pk, came(hemi, "He and Tāne get on"))

    assert refused.value.names == ["Tāne"]
    logged(cast.colleague, pk, came(hemi, "Hēmi spoke for the first time"))


@pytest.mark.req("UI-W2", "UI-W5")
def test_pressed_twice_it_is_one_meeting(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    id = uuid.uuid4()

    first = logged(cast.colleague, pk, came(row), id=id)
    again = logged(cast.colleague, pk, came(row), id=id)

    assert (again.meeting.id, again.is_new) == (first.meeting.id, False)
    assert len(sessions_of(cast.worker, row.subject_id)) == 1
    other = met(cast.colleague, summary="Another evening")
    with pytest.raises(LoggedDifferently):
        logged(cast.colleague, pk, came(row), id=id, what=other)


def test_two_who_ran_it_log_it_once(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    logged(cast.colleague, pk, came(row))

    with pytest.raises(MetThatDay):
        logged(cast.colleague, pk, came(row))


def test_no_meeting_to_come_and_none_after_the_group_was_retired(cast: Cast) -> None:
    pk = group(cast)
    tomorrow = local_date(timezone.now()) + timedelta(days=1)
    with pytest.raises(NotThatDay):
        logged(cast.colleague, pk, what=met(cast.colleague, tomorrow))
    with use(cast.manager.context):
        groups.retire(cast.manager, pk, at=NOW)

    after = met(cast.colleague, TODAY + timedelta(days=1))
    with pytest.raises(NotThatDay):
        logged(cast.colleague, pk, what=after)
    logged(cast.colleague, pk)


@pytest.mark.req("GRP-03")
def test_who_left_before_is_named_and_who_left_after_is_kept(cast: Cast) -> None:
    pk = group(cast)
    row, other = member(cast, pk), member(cast, pk, "Tāne")
    left(cast.colleague, row, on=TODAY + timedelta(days=1))

    later = met(cast.colleague, TODAY + timedelta(days=2))
    with pytest.raises(NotMembersThen) as refused:
        logged(cast.colleague, pk, came(row), came(other), what=later)
    assert refused.value.names == ["Hēmi"]
    with use(cast.manager.context):
        assert not Meeting.objects.exists()

    stored = logged(cast.colleague, pk, came(row), came(other))
    assert stored.sessions == 2


@pytest.mark.req("GRP-02", "GRP-03")
def test_an_evening_before_he_told_is_logged_like_any_other(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast)
    row = member(cast, pk)
    told(cast.worker, row.subject_id)

    stored = logged(cast.colleague, pk, came(row))

    assert (stored.sessions, stored.left_out) == (1, [])


@pytest.mark.req("GRP-03")
def test_whose_support_waits_is_left_out_and_the_others_are_kept(cast: Cast) -> None:
    pk = group(cast)
    row, other = member(cast, pk), member(cast, pk, "Tāne")
    quiet = member(cast, pk, "Rangi", (Purpose.RECORD,))
    with use(cast.worker.context):
        for one in (row, quiet):
            support.hold(cast.worker, one.subject_id, at=NOW)

    later = met(cast.colleague, TODAY + timedelta(days=1))
    stored = logged(cast.colleague, pk, *map(came, (row, other, quiet)), what=later)

    assert (stored.sessions, stored.counted) == (1, 0)
    assert sorted(stored.left_out) == ["Hēmi", "Rangi"]


@pytest.mark.req("GRP-03")
@pytest.mark.parametrize("purpose", [Purpose.RECORD, Purpose.SESSIONS])
def test_who_withdrew_a_second_ago_costs_the_others_nothing(
    cast: Cast, purpose: Purpose
) -> None:
    pk = group(cast)
    row, other = member(cast, pk), member(cast, pk, "Tāne")
    with use(cast.worker.context):
        consents.withdraw(cast.worker, row.subject_id, purpose, at=NOW)

    stored = logged(cast.colleague, pk, came(row), came(other))

    gone = purpose == Purpose.RECORD
    assert (stored.sessions, stored.gone, stored.counted) == (1, gone, not gone)


@pytest.mark.req("GRP-03")
def test_a_stand_in_runs_it_until_a_moment(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with pytest.raises(NotVisible):
        logged(cast.worker, pk, came(row))
    soon = timezone.now() + timedelta(hours=1)
    with use(cast.manager.context):
        groups.let_run(cast.manager, pk, cast.worker.member, until=soon, at=NOW)

    logged(cast.worker, pk, came(row))

    asked = "SELECT FROM gatherings_meeting WHERE group_id = %s"
    assert run(cast.worker, asked, pk) == 1
    over = "UPDATE gatherings_facilitator SET until = now() WHERE member_id = %s"
    assert run(cast.manager, over, cast.worker.member) == 1
    assert run(cast.worker, asked, pk) == 0


def test_only_peer_workers_of_the_organisation_ran_it(cast: Cast) -> None:
    pk = group(cast)

    with pytest.raises(NotVisible):
        logged(cast.colleague, pk, what=met(cast.outsider))


def test_a_group_of_the_other_kind_leaves_no_session(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    row = member(cast, pk, kind=GroupKind.OFFENDED)

    stored = logged(cast.colleague, pk, came(row))

    assert (stored.sessions, stored.counted) == (0, 1)
    assert sessions_of(cast.worker, row.subject_id) == []
    assert counted(cast) == 1
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        told_of = Event.objects.filter(subject_id=row.subject_id)
        assert not told_of.filter(action="session.logged").exists()
