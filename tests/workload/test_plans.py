"""A caseload moves on a day to come, by the database's clock (UI-M3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from cases.services import assignments, blocks
from cases.workload.enums import Choice, Outcome
from cases.workload.models import Handover, Moved
from cases.workload.plans import Plan, Planned
from cases.workload.queries import hands
from cases.workload.queries import plans as queries
from cases.workload.services import plans
from cases.workload.tasks import move_planned
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.world import events, person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.workload.test_handovers import leave, sees, undo, workers
from tests.workload.world import SOON, its_day_has_come, owner_of, planned, wish

TODAY = local_date(timezone.now())


def the_day_comes(cast: Cast) -> None:
    its_day_has_come(cast)
    move_planned()


def outcomes(cast: Cast) -> dict[UUID, str]:
    with use(cast.manager.context):
        return dict(Planned.objects.values_list("subject", "outcome"))


@pytest.mark.req("UI-M3", "CAS-04")
def test_forty_move_on_their_day_and_back_within_seven(
    cast: Cast, third: Actor
) -> None:
    subjects = [person(cast.worker, f"Person {n}") for n in range(40)]
    before = workers(cast)
    targets = {
        subject: (cast.colleague, third)[n % 2] for n, subject in enumerate(subjects)
    }

    planned(cast, targets)
    move_planned()
    until_then = workers(cast)
    the_day_comes(cast)
    after = workers(cast)
    with use(cast.manager.context):
        undone = undo(cast, Handover.objects.get())

    assert until_then == before == dict.fromkeys(subjects, cast.worker.member)
    assert after == {subject: to.member for subject, to in targets.items()}
    assert (undone.back, undone.stay) == (40, 0)
    assert workers(cast) == before


@pytest.mark.req("UI-M3", "SEC-01")
def test_whoever_takes_over_sees_him_from_that_day_and_no_sooner(
    cast: Cast, hemi: UUID
) -> None:
    planned(cast, {hemi: cast.colleague})
    before = sees(cast.worker, hemi), sees(cast.colleague, hemi)
    the_day_comes(cast)

    assert before == (True, False)
    assert (sees(cast.worker, hemi), sees(cast.colleague, hemi)) == (False, True)


@pytest.mark.req("UI-M3")
def test_the_clock_moves_once_however_often_it_looks(cast: Cast, hemi: UUID) -> None:
    planned(cast, {hemi: cast.colleague})

    the_day_comes(cast)
    move_planned()

    assert len(events(cast.kauri.id, "person.assigned")) == 1
    assert len(events(cast.kauri.id, "caseload.moved-as-planned")) == 1
    with use(cast.manager.context):
        assert Moved.objects.count() == 1


def _is_given_on(cast: Cast, subject: UUID, third: Actor) -> None:
    with use(cast.manager.context):
        at = timezone.now()
        assignments.assign(cast.manager, subject, to=third.member, at=at)


def _has_finished(cast: Cast, subject: UUID, third: Actor) -> None:
    with use(cast.manager.context):
        assignments.let_go(cast.manager, subject, at=timezone.now())


def _takes_it_back(cast: Cast, subject: UUID, third: Actor) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=timezone.now())


def _keeps_away(cast: Cast, subject: UUID, third: Actor) -> None:
    with use(cast.worker.context):
        member, at = cast.colleague.member, timezone.now()
        blocks.block(cast.worker, subject, member=member, at=at)


def _wants_to_be_asked(cast: Cast, subject: UUID, third: Actor) -> None:
    wish(cast.worker, subject, Choice.ASK_FIRST)


def _sees_them_leave(cast: Cast, subject: UUID, third: Actor) -> None:
    leave(cast, cast.colleague)


@pytest.mark.req("UI-M3", "CAS-04", "REC-08")
@pytest.mark.parametrize(
    ("meanwhile", "outcome"),
    [
        (_is_given_on, Outcome.GIVEN_ON),
        (_has_finished, Outcome.FINISHED),
        (_takes_it_back, Outcome.SEALED),
        (_keeps_away, Outcome.KEPT_AWAY),
        (_wants_to_be_asked, Outcome.ASK_FIRST),
        (_sees_them_leave, Outcome.LEFT),
    ],
)
def test_who_cannot_move_on_the_day_stays_and_the_others_move(
    cast: Cast,
    hemi: UUID,
    third: Actor,
    meanwhile: Callable[[Cast, UUID, Actor], None],
    outcome: Outcome,
) -> None:
    other = person(cast.worker, "Rua")
    planned(cast, {hemi: cast.colleague, other: third})
    meanwhile(cast, hemi, third)
    before = workers(cast)

    the_day_comes(cast)

    assert outcomes(cast) == {hemi: outcome, other: Outcome.MOVED}
    assert workers(cast) == {**before, other: third.member}
    assert not sees(cast.colleague, hemi)


@pytest.mark.req("CAS-04", "UI-M3")
def test_who_agreed_meanwhile_moves(cast: Cast, hemi: UUID, third: Actor) -> None:
    planned(cast, {hemi: cast.colleague})
    wish(cast.worker, hemi, Choice.THESE, cast.colleague)

    the_day_comes(cast)

    assert workers(cast) == {hemi: cast.colleague.member}


@pytest.mark.req("CAS-04", "UI-M3")
def test_whose_worker_left_before_the_day_moves_and_waits_again_if_undone(
    cast: Cast, hemi: UUID
) -> None:
    planned(cast, {hemi: cast.colleague})
    leave(cast, cast.worker)

    the_day_comes(cast)
    moved = sees(cast.colleague, hemi)
    with use(cast.manager.context):
        undone = undo(cast, Handover.objects.get())

    assert moved
    assert (undone.back, undone.stay) == (1, 0)
    assert workers(cast) == {}


@pytest.mark.req("UI-M3")
def test_undoing_counts_from_the_day_it_happened(cast: Cast, hemi: UUID) -> None:
    planned(cast, {hemi: cast.colleague})
    with use(owner_of(cast)), transaction.atomic():
        Plan.objects.update(made_at=timezone.now() - timedelta(days=60))
    the_day_comes(cast)

    with use(cast.manager.context):
        row = Handover.objects.get()
    with pytest.raises(AccessDenied):
        undo(cast, row, at=timezone.now() + timedelta(days=7, hours=1))
    undo(cast, row, at=timezone.now() + timedelta(days=6, hours=23))

    assert workers(cast) == {hemi: cast.worker.member}


@pytest.mark.req("UI-M3")
def test_a_plan_that_is_called_off_moves_nobody(cast: Cast, hemi: UUID) -> None:
    pk = planned(cast, {hemi: cast.colleague})
    with use(cast.manager.context):
        first = plans.call_off(cast.manager, pk, at=timezone.now())
        second = plans.call_off(cast.manager, pk, at=timezone.now())

    the_day_comes(cast)

    assert (first, second) == (True, False)
    assert workers(cast) == {hemi: cast.worker.member}
    assert outcomes(cast) == {hemi: Outcome.CALLED_OFF}
    assert len(events(cast.kauri.id, "caseload.called-off")) == 1


@pytest.mark.req("UI-M3")
def test_a_change_takes_the_place_of_what_was_planned(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    first = planned(cast, {hemi: cast.colleague})

    with pytest.raises(AccessDenied, match="planned"):
        planned(cast, {hemi: third})
    planned(cast, {hemi: third}, on=SOON + timedelta(days=1), instead_of=first)
    with pytest.raises(AccessDenied, match="planned"):
        planned(cast, {hemi: cast.colleague}, instead_of=first)
    the_day_comes(cast)

    assert workers(cast) == {hemi: third.member}


@pytest.mark.req("UI-M3")
def test_moving_today_ends_what_was_planned(cast: Cast, hemi: UUID) -> None:
    first = planned(cast, {hemi: cast.colleague})

    planned(cast, {hemi: cast.colleague}, on=TODAY, instead_of=first)

    assert workers(cast) == {hemi: cast.colleague.member}
    assert outcomes(cast) == {hemi: Outcome.CALLED_OFF}


@pytest.mark.req("UI-M3")
def test_one_of_anothers_plan_is_in_no_second(cast: Cast, hemi: UUID) -> None:
    planned(cast, {hemi: cast.colleague})
    with use(cast.manager.context):
        at = timezone.now()
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=at)

        with pytest.raises(AccessDenied, match="planned"):
            plans.move_on(
                cast.manager,
                cast.colleague.member,
                {hemi: cast.worker.member},
                on=SOON,
                id=uuid.uuid4(),
                at=at,
            )


@pytest.mark.req("UI-M3")
@pytest.mark.parametrize("days", [-1, 91])
def test_no_other_day_is_planned_for(cast: Cast, hemi: UUID, days: int) -> None:
    with pytest.raises(AccessDenied, match="not-ready"):
        planned(cast, {hemi: cast.colleague}, on=TODAY + timedelta(days=days))


@pytest.mark.req("UI-M3", "CAS-04")
def test_nobody_is_planned_against_his_wish_or_to_whoever_has_him(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    other = person(cast.worker, "Rua")
    wish(cast.worker, other, Choice.THESE, third)

    with pytest.raises(AccessDenied, match="ask-first"):
        planned(cast, {hemi: cast.colleague, other: cast.colleague})
    with pytest.raises(NotVisible):
        planned(cast, {hemi: cast.worker})
    with pytest.raises(NotVisible):
        planned(cast, {hemi: cast.outsider})

    with use(cast.manager.context):
        assert not Plan.objects.exists()


@pytest.mark.req("UI-M3")
def test_planned_twice_by_one_press_it_is_one(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()

    assert planned(cast, {hemi: cast.colleague}, id=id) == id
    assert planned(cast, {hemi: cast.colleague}, id=id) == id

    assert len(events(cast.kauri.id, "caseload.planned")) == 1


# What it is told to


@pytest.mark.req("UI-M3")
def test_both_workers_are_told_before_and_no_third(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    planned(cast, {hemi: cast.colleague})

    def told(actor: Actor) -> tuple[int, int]:
        with use(actor.context):
            own = queries.own_plans(actor)
        return len(own.from_me), sum(one.people for one in own.to_me)

    assert told(cast.worker) == (1, 0)
    assert told(cast.colleague) == (0, 1)
    assert told(third) == (0, 0)


@pytest.mark.req("UI-M2", "UI-M3")
def test_the_manager_is_told_who_stayed_and_why_until_he_is_given_to_somebody(
    cast: Cast, hemi: UUID, third: Actor
) -> None:
    planned(cast, {hemi: cast.colleague})
    wish(cast.worker, hemi, Choice.ASK_FIRST)
    the_day_comes(cast)

    def told() -> list[str]:
        with use(cast.manager.context):
            at = timezone.now()
            done = queries.carried_out(cast.manager, at=at)
            in_hand = [
                why.words
                for line in hands.hands(cast.manager, at=at).lines
                for why in line.why
                if "as planned" in why.words
            ]
        return [*(one.why for plan in done for one in plan.stayed), *in_hand]

    before = told()
    wish(cast.worker, hemi, Choice.ANYONE)
    _is_given_on(cast, hemi, third)

    assert len(before) == 2
    assert all("wants to be asked first" in words for words in before)
    assert told() == []


@pytest.mark.req("UI-M3")
def test_the_pages_plan_change_and_call_off(
    cast: Cast, hemi: UUID, sign_in: SignIn
) -> None:
    browser = sign_in(cast.manager)
    path = f"/manage/workload/{cast.worker.member}/move/"
    told = {str(hemi): str(cast.colleague.member)}

    def post(on: date, **more: str) -> str:
        day = f"{on.day}/{on.month}/{on.year}"
        answer = browser.post(
            path, {"id": str(uuid.uuid4()), "on": day, **told, **more}, follow=True
        )
        return answer.content.decode()

    past, far = post(TODAY - timedelta(days=1)), post(TODAY + timedelta(days=91))
    post(SOON)
    again = post(SOON)
    with use(cast.manager.context):
        (row,) = Plan.objects.all()
    seen = browser.get("/manage/workload/").content.decode()
    mine = sign_in(cast.worker).get("/today/").content.decode()
    post(SOON + timedelta(days=1), instead_of=str(row.id))
    with use(cast.manager.context):
        changed = Plan.objects.get(ended_at=None)
    browser.post(f"/manage/workload/planned/{changed.id}/end/")

    assert "Enter today or a day to come" in past
    assert "within the next 90 days" in far
    assert "changed while this page was open" in again
    assert "people move" in seen
    assert "1 person to" in seen
    assert "your people move" in mine
    assert changed.due_on == SOON + timedelta(days=1)
    assert workers(cast) == {hemi: cast.worker.member}
    assert outcomes(cast) == {hemi: Outcome.CALLED_OFF}
