"""What came of a meeting is added to the session of a man that stands already."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import reverse

from cases.gatherings.models import Meeting, Membership
from cases.gatherings.services.meetings import Told
from cases.models import Session, SessionVersion
from cases.queries import sessions, versions
from cases.services import corrections
from cases.services.corrections import SessionChanged
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import person
from tests.cast import USUAL, Cast
from tests.conftest import SignIn
from tests.gatherings.test_correcting_pages import filled
from tests.gatherings.test_corrections import SOON, put_right
from tests.gatherings.test_ran_together import both_run
from tests.gatherings.world import came, cleared, group, invited, joined, logged, member
from tests.gatherings.world import met as an_evening

FIRST, MORE = "He laughed", "He will bring his guitar"


def together(cast: Cast, pk: UUID, *told: Told) -> Meeting:
    """Return a meeting that the colleague logged and ran with the worker."""
    both = (cast.colleague.member, cast.worker.member)
    what = replace(an_evening(cast.colleague), run_by=both)
    return logged(cast.colleague, pk, *told, what=what).meeting


def note_of(actor: Actor, row: Membership) -> str:
    with use(actor.context):
        its = Session.objects.get(subject=row.subject_id)
        page = sessions.session(actor, row.subject_id, its.id, show_note=True)
    return page.note.body if page.note else ""


def writers(cast: Cast, row: Membership) -> list[UUID]:
    with use(cast.worker.context):
        told = SessionVersion.objects.filter(subject=row.subject_id)
        return list(told.order_by("revision").values_list("written_by", flat=True))


@pytest.mark.req("GRP-03", "SES-04")
def test_his_peer_worker_who_ran_it_too_adds_below_what_stands(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = together(cast, pk, came(row, FIRST))

    put_right(cast.worker, meeting, came(row, MORE))

    assert note_of(cast.worker, row) == f"{FIRST}\n\n{MORE}"
    assert writers(cast, row) == [cast.colleague.member, cast.worker.member]


def test_what_stood_before_is_a_version(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = together(cast, pk, came(row, FIRST))

    put_right(cast.worker, meeting, came(row, MORE))

    with use(cast.worker.context):
        its = Session.objects.get(subject=row.subject_id)
        told = versions.versions(cast.worker, row.subject_id, its.id)
    assert [one.note.body for one in told if one.note] == [f"{FIRST}\n\n{MORE}", FIRST]


def test_whoever_logged_it_adds_where_nothing_was_noted(cast: Cast) -> None:
    pk = group(cast, run_by=cast.worker)
    row = member(cast, pk)
    meeting = logged(cast.worker, pk, came(row)).meeting

    put_right(cast.worker, meeting, came(row, MORE))

    assert note_of(cast.worker, row) == MORE


def test_another_day_moves_the_session_and_keeps_what_is_added(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = together(cast, pk, came(row, FIRST))

    put_right(cast.worker, meeting, came(row, MORE), minutes=60)

    assert note_of(cast.worker, row) == f"{FIRST}\n\n{MORE}"
    with use(cast.worker.context):
        assert Session.objects.get(subject=row.subject_id).minutes == 60


@pytest.mark.req("UI-W5")
def test_pressed_twice_it_is_added_once(cast: Cast) -> None:
    pk = group(cast, run_by=cast.worker)
    row = member(cast, pk)
    meeting = logged(cast.worker, pk, came(row)).meeting
    put_right(cast.worker, meeting, came(row, MORE))

    again = put_right(cast.worker, meeting, came(row, MORE))

    assert not again.is_new
    assert note_of(cast.worker, row) == MORE


@pytest.mark.req("GRP-03")
def test_whoever_is_not_his_peer_worker_adds_nothing(cast: Cast) -> None:
    pk = group(cast)
    row = member(cast, pk)
    meeting = logged(cast.colleague, pk, came(row, FIRST)).meeting

    done = put_right(cast.colleague, meeting, came(row, MORE))

    assert (done.is_new, done.unkept) == (False, ["Hēmi"])
    assert note_of(cast.worker, row) == FIRST


@pytest.mark.req("GRP-03")
def test_he_adds_to_no_session_of_anothers_but_with_its_meeting(cast: Cast) -> None:
    pk = both_run(cast)
    row = member(cast, pk)
    meeting = together(cast, pk, came(row, FIRST))

    with use(cast.worker.context):
        its = Session.objects.get(subject=row.subject_id)
    with use(cast.worker.context), pytest.raises(SessionChanged):
        corrections.add(cast.worker, row.subject_id, its.id, MORE, at=SOON)

    assert meeting.revision == 1
    assert note_of(cast.worker, row) == FIRST


@pytest.mark.req("GRP-03")
def test_the_page_offers_it_for_his_own_and_says_who_can_for_others(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = both_run(cast)
    his, other = member(cast, pk), _of_the_colleague(cast, pk)
    meeting = together(cast, pk, came(his, FIRST), came(other))
    worker = sign_in(cast.worker)
    url = reverse("worker:group-meeting-correct", args=[pk, meeting.id])

    page = worker.get(url)
    shown = page.content.decode()

    assert f'name="outcome-{his.id}"' in shown
    assert f'name="outcome-{other.id}"' not in shown
    assert shown.count("tell his own peer worker") == 1
    assert FIRST not in shown
    worker.post(url, filled(page, **{f"outcome-{his.id}": MORE}))
    assert note_of(cast.worker, his) == f"{FIRST}\n\n{MORE}"


def test_of_whom_no_notes_are_kept_the_page_says_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    pk = group(cast)
    quiet = member(cast, pk, "Rangi", (Purpose.RECORD,))
    meeting = logged(cast.colleague, pk, came(quiet)).meeting

    url = reverse("worker:group-meeting-correct", args=[pk, meeting.id])
    shown = sign_in(cast.colleague).get(url).content.decode()

    assert "own peer worker" not in shown


def _of_the_colleague(cast: Cast, pk: UUID) -> Membership:
    subject = person(cast.colleague, "Tāne", USUAL)
    cleared(cast, subject)
    row = invited(cast, subject, pk, "Tāne")
    joined(cast.manager, pk, row.id)
    return row
