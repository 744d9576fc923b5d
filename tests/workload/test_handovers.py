"""A whole caseload is moved in one step, and moved back within seven days (UI-M3)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import Assignment
from cases.queries import people
from cases.services import assignments, blocks
from cases.workload.enums import Choice
from cases.workload.forms import MoveForm
from cases.workload.models import Handover, Moved
from cases.workload.queries.handovers import preview
from cases.workload.queries.loads import workloads
from cases.workload.services import handovers
from cases.workload.services.handovers import Undone
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.members import services as members
from msa.tenancy.context import use
from tests.cases.world import events, logged, person
from tests.cast import Cast, survivor_of
from tests.conftest import SignIn
from tests.workload.world import wish


def move(
    cast: Cast,
    targets: dict[UUID, Actor],
    *,
    id: UUID | None = None,
    at: datetime | None = None,
) -> Handover:
    with use(cast.manager.context):
        return handovers.move(
            cast.manager,
            cast.worker.member,
            {subject: to.member for subject, to in targets.items()},
            id=id or uuid.uuid4(),
            at=at or timezone.now(),
        )


def undo(cast: Cast, row: Handover, *, at: datetime | None = None) -> Undone:
    with use(cast.manager.context):
        return handovers.undo(cast.manager, row.id, at=at or timezone.now())


def leave(cast: Cast, who: Actor) -> None:
    with use(cast.admin.context):
        members.leave(cast.admin, who.member, at=timezone.now())


def workers(cast: Cast) -> dict[UUID, UUID]:
    """Who works with whom, as the manager reads it."""
    with use(cast.manager.context):
        running = Assignment.objects.filter(ended_at=None)
        return dict(running.values_list("subject", "member"))


def sees(actor: Actor, subject: UUID) -> bool:
    with use(actor.context):
        return subject in {one.subject for one in people.caseload(actor).people}


@pytest.mark.req("UI-M3", "CAS-04")
def test_forty_people_are_moved_and_moved_back(cast: Cast, third: Actor) -> None:
    subjects = [survivor_of(cast.worker).id for _ in range(40)]
    with use(cast.manager.context):
        to, at = cast.worker.member, timezone.now()
        assignments.hand_over(cast.manager, subjects, to=to, at=at)
    before = workers(cast)
    targets = {
        subject: (cast.colleague, third)[n % 2] for n, subject in enumerate(subjects)
    }

    row = move(cast, targets)
    between = workers(cast)
    undone = undo(cast, row)

    assert between == {subject: to.member for subject, to in targets.items()}
    assert undone == Undone(back=40, stay=0)
    assert workers(cast) == before
    assert set(before.values()) == {cast.worker.member}


@pytest.mark.req("UI-M3")
def test_what_was_touched_since_stays(cast: Cast, third: Actor) -> None:
    met, given_on, quiet = (person(cast.worker, n) for n in ("Ana", "Rua", "Toru"))
    row = move(cast, dict.fromkeys((met, given_on, quiet), cast.colleague))
    logged(cast.colleague, met, at=timezone.now())
    with use(cast.manager.context):
        at, to = timezone.now(), third.member
        assignments.assign(cast.manager, given_on, to=to, at=at)

    undone = undo(cast, row)

    assert undone == Undone(back=1, stay=2)
    assert workers(cast) == {
        met: cast.colleague.member,
        given_on: third.member,
        quiet: cast.worker.member,
    }


@pytest.mark.req("UI-M3")
def test_after_seven_days_and_a_second_time_nothing_is_undone(
    cast: Cast, hemi: UUID
) -> None:
    row = move(cast, {hemi: cast.colleague})

    with pytest.raises(AccessDenied):
        undo(cast, row, at=timezone.now() + timedelta(days=7, hours=1))
    undo(cast, row)
    with pytest.raises(AccessDenied):
        undo(cast, row)

    assert workers(cast) == {hemi: cast.worker.member}


@pytest.mark.req("UI-M3")
def test_pressed_twice_it_is_one(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()

    first = move(cast, {hemi: cast.colleague}, id=id)
    second = move(cast, {hemi: cast.colleague}, id=id)

    assert first == second
    assert len(events(cast.kauri.id, "caseload.moved")) == 1
    assert len(events(cast.kauri.id, "person.assigned")) == 1


@pytest.mark.req("UI-M3", "CAS-04")
def test_one_who_may_not_be_moved_moves_nobody(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    other = person(cast.worker, "Rua")
    wish(cast.worker, other, Choice.THESE, third)

    with pytest.raises(AccessDenied):
        move(cast, {hemi: cast.colleague, other: cast.colleague})

    assert set(workers(cast).values()) == {cast.worker.member}
    with use(cast.manager.context):
        assert not Handover.objects.exists()
        assert not Moved.objects.exists()


@pytest.mark.req("UI-M3")
def test_nobody_elses_people_are_moved(cast: Cast, hemi: UUID) -> None:
    theirs = person(cast.colleague, "Rua")

    with pytest.raises(NotVisible):
        move(cast, {hemi: cast.colleague, theirs: cast.colleague})


@pytest.mark.req("CAS-04", "UI-M3")
def test_whose_worker_has_left_is_moved_and_waits_again_if_undone(
    cast: Cast, hemi: UUID
) -> None:
    leave(cast, cast.worker)
    assert not sees(cast.worker, hemi)

    row = move(cast, {hemi: cast.colleague})
    moved = sees(cast.colleague, hemi)
    undone = undo(cast, row)

    assert moved
    assert undone == Undone(back=1, stay=0)
    assert workers(cast) == {}
    assert not sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04", "UI-M3")
def test_nobody_goes_back_to_whoever_has_left_meanwhile(cast: Cast, hemi: UUID) -> None:
    row = move(cast, {hemi: cast.colleague})
    leave(cast, cast.worker)

    undone = undo(cast, row)

    assert undone == Undone(back=0, stay=1)
    assert workers(cast) == {hemi: cast.colleague.member}


@pytest.mark.req("UI-M3", "REC-08")
def test_the_preview_leaves_out_whom_he_does_not_want(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    other = person(cast.worker, "Rua")
    with use(cast.worker.context):
        member, at = cast.colleague.member, timezone.now()
        blocks.block(cast.worker, hemi, member=member, at=at)
    wish(cast.worker, other, Choice.ASK_FIRST)

    with use(cast.manager.context):
        at = timezone.now()
        loads = workloads(at=at)
        places = preview(cast.manager, cast.worker.member, loads, at=at)

    may = {place.card.subject: [one.member.id for one in place.may] for place in places}
    assert may == {hemi: [third.member], other: []}
    suggested = {place.card.subject: place.suggested for place in places}
    assert suggested == {hemi: third.member, other: None}


@pytest.mark.req("UI-M3", "CAS-02")
def test_suggestions_share_fairly(cast: Cast, third: Actor) -> None:
    for turn in range(3):
        person(cast.worker, f"Person {turn}")
    person(cast.colleague, "Rua")

    with use(cast.manager.context):
        at = timezone.now()
        loads = workloads(at=at)
        places = preview(cast.manager, cast.worker.member, loads, at=at)

    suggested = [place.suggested for place in places]
    assert suggested.count(third.member) == 2
    assert suggested.count(cast.colleague.member) == 1


@pytest.mark.req("UI-M3")
def test_the_pages_move_and_undo(cast: Cast, hemi: UUID, sign_in: SignIn) -> None:
    browser = sign_in(cast.manager)
    path = f"/manage/workload/{cast.worker.member}/move/"
    day = local_date(timezone.now())
    told = {
        "id": str(uuid.uuid4()),
        "on": f"{day.day}/{day.month}/{day.year}",
        str(hemi): str(cast.colleague.member),
    }

    page = browser.get(path).content.decode()
    browser.post(path, told)
    twice = browser.post(path, told)
    moved = workers(cast)
    with use(cast.manager.context):
        (row,) = Handover.objects.all()
    browser.post(f"/manage/workload/moved/{row.id}/undo/")

    assert "Hēmi" in page
    assert twice.status_code == 302
    assert moved == {hemi: cast.colleague.member}
    assert workers(cast) == {hemi: cast.worker.member}


@pytest.mark.req("UI-M3")
def test_raw_sql_undoes_nothing_after_its_time(cast: Cast, hemi: UUID) -> None:
    long_ago = timezone.now() - timedelta(days=8)
    row = move(cast, {hemi: cast.colleague}, at=long_ago)

    with (
        use(cast.manager.context),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
    ):
        Handover.objects.filter(id=row.id).update(
            undone_at=timezone.now(), undone_by=cast.manager.member
        )

    assert getattr(refused.value.__cause__, "sqlstate", "") == "MS051"


def test_two_of_a_name_are_told_apart_by_their_references(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    twin = person(cast.worker, "Hēmi")
    other = person(cast.worker, "Rua")

    with use(cast.manager.context):
        at = timezone.now()
        places = preview(cast.manager, cast.worker.member, workloads(at=at), at=at)
        form = MoveForm(places=places, today=local_date(at))

    said = {place.card.subject: field.label for place, field in form.rows()}
    references = {place.card.subject: place.card.reference for place in places}
    assert said == {
        hemi: f"Hēmi · {references[hemi]}",
        twin: f"Hēmi · {references[twin]}",
        other: "Rua",
    }
