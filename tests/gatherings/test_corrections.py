"""A meeting put right: versions, and the records of those who came follow (GRP-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from cases.enums import GroupKind, Mode, SessionKind
from cases.gatherings import queries
from cases.gatherings.enums import Attended
from cases.gatherings.looking_back import versions
from cases.gatherings.models import Attendance, Meeting
from cases.gatherings.services import corrections
from cases.gatherings.services.corrections import (
    MeetingChanged,
    NotSoMany,
    PutRight,
    Unnamed,
)
from cases.gatherings.services.meetings import (
    MetThatDay,
    NamesSomebody,
    NotMembersThen,
    Told,
)
from cases.models import Client, Episode, Session, SessionVersion, Tally
from cases.queries import sessions
from cases.services import support
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.apart_world import policy
from tests.cast import NOW, TODAY, Cast
from tests.gatherings.world import (
    SUMMARY,
    came,
    group,
    logged,
    member,
    met,
)
from tests.overrides.world import run

SOON = NOW + timedelta(hours=1)
LATE = NOW + timedelta(days=11)
DAY_BEFORE = TODAY - timedelta(days=1)


def put_right(
    actor: Actor,
    row: Meeting,
    *told: Told,
    unnamed: Unnamed | None = None,
    after: int = 1,
    at: datetime = SOON,
    **figures: object,
) -> PutRight:
    """Put a meeting right; what is not told stays as in the world's meeting."""
    what = replace(met(actor), **figures)  # type: ignore[arg-type]
    with use(actor.context):
        return corrections.put_right(
            actor,
            row.group_id,
            row.id,
            what,
            told,
            unnamed or Unnamed(),
            after=after,
            at=at,
        )


def take_back(actor: Actor, row: Meeting, counted: int = 0, after: int = 1) -> None:
    with use(actor.context):
        corrections.take_back(
            actor, row.group_id, row.id, counted=counted, after=after, at=SOON
        )


def session_of(actor: Actor, subject: UUID) -> Session:
    with use(actor.context):
        return Session.objects.get(subject=subject)


def tallies(cast: Cast) -> list[int]:
    with use(cast.manager.context):
        held = Tally.objects.filter(kind=SessionKind.GROUP)
        return sorted(held.values_list("minutes", flat=True))


@pytest.mark.req("GRP-03", "SES-04")
def test_what_is_put_right_stands_in_each_record_and_nothing_is_lost(
    cast: Cast,
) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    row = logged(cast.colleague, pk, came(hemi), came(tane)).meeting

    put_right(
        cast.colleague, row, minutes=120, mode=Mode.VIDEO, guests=5, summary="Of work"
    )

    for one in (hemi, tane):
        his = session_of(cast.worker, one.subject_id)
        assert (his.minutes, his.mode, his.kind) == (120, "VIDEO", "GROUP")
        with use(cast.worker.context):
            told = SessionVersion.objects.filter(session=his.id).order_by("revision")
            assert list(told.values_list("minutes", flat=True)) == [90, 120]
    with use(cast.colleague.context):
        now, before = versions(Meeting.objects.get(id=row.id))
    assert (now.minutes, now.guests, now.summary) == (120, 5, "Of work")
    assert (before.minutes, before.guests, before.summary) == (90, 2, SUMMARY)
    assert now.came == before.came == ["Hēmi", "Tāne"]


@pytest.mark.req("GRP-03")
def test_another_day_moves_sessions_and_what_hangs_on_them(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    with use(cast.manager.context):
        assert Episode.objects.get(subject=row.subject_id).activated_on is None
    meeting = logged(cast.colleague, pk, came(row)).meeting
    later = TODAY + timedelta(days=1)

    put_right(cast.colleague, meeting, came(row), held_on=later, at=LATE)

    assert session_of(cast.worker, row.subject_id).held_on == later
    with use(cast.manager.context):
        assert Client.objects.get(subject=row.subject_id).last_activity_on == later
        assert Attendance.objects.get(meeting=meeting.id).held_on == later
        assert Episode.objects.get(subject=row.subject_id).activated_on == later


@pytest.mark.req("GRP-03")
def test_a_man_forgotten_gets_his_session_and_what_came_of_it(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    row = logged(cast.colleague, pk, came(hemi), Told(tane.id, Attended.ABSENT)).meeting

    done = put_right(
        cast.colleague, row, Told(tane.id, Attended.CAME, "He spoke of his boat")
    )

    assert (done.is_new, done.left_out) == (True, [])
    his = session_of(cast.worker, tane.subject_id)
    assert (his.held_on, his.minutes, his.kind) == (TODAY, 90, "GROUP")
    with use(cast.worker.context):
        page = sessions.session(cast.worker, tane.subject_id, his.id, show_note=True)
    assert page.note is not None
    assert page.note.body == "He spoke of his boat"


@pytest.mark.req("GRP-03", "SES-04")
def test_a_man_noted_by_mistake_was_not_there_and_counts_nowhere(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row, "He was tired")).meeting
    with use(cast.manager.context):
        assert Client.objects.get(subject=row.subject_id).last_activity_on == TODAY

    put_right(cast.colleague, meeting, Told(row.id, Attended.TOLD_US))

    his = session_of(cast.worker, row.subject_id)
    assert his.kind == SessionKind.MISTAKEN
    with use(cast.manager.context):
        assert Client.objects.get(subject=row.subject_id).last_activity_on is None
        assert Episode.objects.get(subject=row.subject_id).activated_on is None
    with use(cast.colleague.context):
        now, before = versions(Meeting.objects.get(id=meeting.id))
    assert (now.came, now.told_us, before.came) == ([], ["Hēmi"], ["Hēmi"])
    with use(cast.worker.context):
        page = sessions.session(cast.worker, row.subject_id, his.id, show_note=True)
    assert page.note is not None
    assert page.note.body == "He was tired"


def test_taken_off_and_put_back_he_has_one_session_as_the_meeting_stands(
    cast: Cast,
) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row)).meeting
    put_right(cast.colleague, meeting, Told(row.id, Attended.ABSENT))
    put_right(cast.colleague, meeting, minutes=60, after=2)

    done = put_right(cast.colleague, meeting, came(row, "Words"), minutes=60, after=3)

    his = session_of(cast.worker, row.subject_id)
    assert (his.kind, his.minutes) == ("GROUP", 60)
    assert done.unkept == ["Hēmi"]


def test_who_left_early_keeps_his_own_minutes(cast: Cast) -> None:
    pk = group(cast, run_by=cast.worker)
    row = member(cast, pk)
    meeting = logged(cast.worker, pk, came(row)).meeting
    his = session_of(cast.worker, row.subject_id)
    raw = (
        "INSERT INTO cases_sessionversion (id, organisation_id, subject_id, key_id,"
        " withheld, session_id, revision, held_on, minutes, kind, mode, written_by_id,"
        " written_at) SELECT gen_random_uuid(), organisation_id, subject_id, key_id,"
        " false, id, 2, held_on, 30, kind, mode, worker_id, logged_at"
        " FROM cases_session WHERE id = %s"
    )
    assert run(cast.worker, raw, his.id) == 1

    put_right(cast.worker, meeting, minutes=120, mode=Mode.VIDEO)

    his = session_of(cast.worker, row.subject_id)
    assert (his.minutes, his.mode) == (30, "VIDEO")


@pytest.mark.req("GRP-03")
def test_who_was_not_in_the_group_then_is_named_and_can_be_taken_off(
    cast: Cast,
) -> None:
    pk = group(cast)
    hemi = member(cast, pk)
    row = logged(cast.colleague, pk, came(hemi)).meeting
    with pytest.raises(NotMembersThen) as refused:
        put_right(cast.colleague, row, came(hemi), held_on=DAY_BEFORE)
    assert refused.value.names == ["Hēmi"]

    put_right(cast.colleague, row, Told(hemi.id, Attended.ABSENT), held_on=DAY_BEFORE)

    assert session_of(cast.worker, hemi.subject_id).kind == SessionKind.MISTAKEN
    with use(cast.manager.context):
        assert not Attendance.objects.exists()


@pytest.mark.req("GRP-03")
def test_a_meeting_taken_back_leaves_nobody_at_it_and_its_day_free(
    cast: Cast,
) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row)).meeting
    with pytest.raises(MetThatDay):
        logged(cast.colleague, pk, came(row))

    take_back(cast.colleague, meeting)

    assert session_of(cast.worker, row.subject_id).kind == SessionKind.MISTAKEN
    with use(cast.colleague.context):
        now, before = versions(Meeting.objects.get(id=meeting.id))
        (line,) = queries.my_groups(cast.colleague)
    assert (now.is_taken_back, now.came, before.came) == (True, [], ["Hēmi"])
    assert line.last_met is None
    again = logged(cast.colleague, pk, came(row))
    assert again.sessions == 1
    with pytest.raises(NotVisible):
        put_right(cast.colleague, meeting, minutes=5, after=2)


@pytest.mark.req("GRP-03")
def test_men_of_whom_nothing_is_kept_move_as_numbers(cast: Cast) -> None:
    pk = group(cast)
    quiet = [member(cast, pk, name, (Purpose.RECORD,)) for name in ("Hēmi", "Tāne")]
    meeting = logged(cast.colleague, pk, *map(came, quiet)).meeting
    assert tallies(cast) == [90, 90]

    put_right(cast.colleague, meeting, unnamed=Unnamed(2, 1), minutes=60)

    assert tallies(cast) == [60]
    with pytest.raises(NotSoMany):
        put_right(cast.colleague, meeting, unnamed=Unnamed(2, 2), after=2)
    with pytest.raises(NotSoMany):
        put_right(cast.colleague, meeting, unnamed=Unnamed(0, 3), after=2)
    take_back(cast.colleague, meeting, counted=1, after=2)
    assert tallies(cast) == []


def test_a_group_of_the_other_kind_moves_its_numbers(cast: Cast) -> None:
    policy(cast.manager)
    pk = group(cast, GroupKind.OFFENDED)
    rows = [member(cast, pk, name, kind=GroupKind.OFFENDED) for name in ("A", "B")]
    meeting = logged(
        cast.colleague, pk, came(rows[0]), Told(rows[1].id, Attended.ABSENT)
    ).meeting
    assert tallies(cast) == [90]

    put_right(cast.colleague, meeting, came(rows[1]), minutes=60)

    assert tallies(cast) == [60, 60]
    with use(cast.worker.context):
        assert not Session.objects.exists()
    take_back(cast.colleague, meeting, after=2)
    assert tallies(cast) == []


@pytest.mark.req("GRP-03")
def test_whose_support_waits_is_left_out_and_no_reason_is_said(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    later = met(cast.colleague, TODAY + timedelta(days=1))
    row = logged(
        cast.colleague, pk, came(tane), Told(hemi.id, Attended.ABSENT), what=later
    ).meeting
    with use(cast.worker.context):
        support.hold(cast.worker, hemi.subject_id, at=NOW)

    done = put_right(
        cast.colleague, row, came(hemi), held_on=later.held_on, minutes=30, at=LATE
    )

    assert done.left_out == ["Hēmi"]
    assert session_of(cast.worker, tane.subject_id).minutes == 30


@pytest.mark.req("CON-05")
def test_who_took_his_consent_back_is_left_alone_and_costs_nobody(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    row = logged(cast.colleague, pk, came(hemi), came(tane)).meeting
    put_right(cast.colleague, row, Told(hemi.id, Attended.ABSENT))
    asked = "SELECT FROM gatherings_earlierattendance"
    assert run(cast.colleague, asked) == 1
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi.subject_id, Purpose.SESSIONS, at=SOON)

    put_right(cast.colleague, row, minutes=60, after=2)

    assert run(cast.colleague, asked) == 0
    assert session_of(cast.worker, tane.subject_id).minutes == 60
    assert tallies(cast) == []


@pytest.mark.req("GRP-03")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_only_whoever_logged_it_puts_it_right(cast: Cast, who: str) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    other = getattr(cast, who)

    with pytest.raises(NotVisible):
        put_right(other, row, minutes=5)
    with pytest.raises(NotVisible):
        take_back(other, row)


def test_two_who_save_at_once_see_it(cast: Cast) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    put_right(cast.colleague, row, minutes=60)

    with pytest.raises(MeetingChanged):
        put_right(cast.colleague, row, minutes=70)
    assert not put_right(cast.colleague, row, minutes=60, after=2).is_new


@pytest.mark.req("GRP-03")
def test_no_correction_names_a_member(cast: Cast) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk, "Tāne"))).meeting

    with pytest.raises(NamesSomebody):
        put_right(cast.colleague, row, summary="Tāne spoke of his father")

    with use(cast.colleague.context):
        assert Meeting.objects.get(id=row.id).revision == 1


def test_after_ten_days_it_stands_beside_what_it_replaced(cast: Cast) -> None:
    pk = group(cast)
    row = logged(cast.colleague, pk, came(member(cast, pk))).meeting
    put_right(cast.colleague, row, minutes=60)
    with use(cast.colleague.context):
        assert queries.meeting(cast.colleague, pk, row.id).before == []

    put_right(cast.colleague, row, minutes=45, after=2, at=LATE)

    with use(cast.colleague.context):
        page = queries.meeting(cast.colleague, pk, row.id)
    assert [one.minutes for one in page.before] == [60]


@pytest.mark.req("RGT-03", "GRP-03")
def test_each_record_says_who_changed_it(cast: Cast) -> None:
    pk = group(cast)
    hemi, tane = member(cast, pk), member(cast, pk, "Tāne")
    row = logged(cast.colleague, pk, came(hemi), came(tane)).meeting

    put_right(cast.colleague, row, Told(hemi.id, Attended.ABSENT))

    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        told = Event.objects.filter(action="session.corrected")
        assert list(told.values_list("subject_id", flat=True)) == [hemi.subject_id]
        assert Event.objects.filter(action="group.put-right").count() == 1
