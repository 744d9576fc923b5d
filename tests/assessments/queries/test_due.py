from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from assessments.enums import DueState
from assessments.queries import due
from assessments.services.declining import decline
from cases.models import Episode
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.assessments import world
from tests.cast import Cast


def supported(cast: Cast, subject: UUID, *, days: int) -> None:
    """Let his support have begun so many days ago."""
    on = local_date(timezone.now()) - timedelta(days=days)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Episode.objects.filter(subject=subject).update(started_on=on, activated_on=on)


def standing(
    actor: Actor, subject: UUID, *, at: datetime | None = None
) -> due.Standing | None:
    with use(actor.context):
        return due.standing(subject, at=at or timezone.now())


def state(
    actor: Actor, subject: UUID, *, at: datetime | None = None
) -> DueState | None:
    found = standing(actor, subject, at=at)
    return found.state if found else None


@pytest.mark.parametrize(
    ("days", "expected"), [(80, DueState.NOT_YET), (93, DueState.DUE)]
)
def test_the_first_is_due_after_three_months(
    cast: Cast, hemi: UUID, days: int, expected: DueState
) -> None:
    supported(cast, hemi, days=days)

    assert state(cast.worker, hemi) == expected


def test_before_the_first_session_nothing_is_due(cast: Cast, hemi: UUID) -> None:
    found = standing(cast.worker, hemi)

    assert found
    assert (found.state, found.due_on) == (DueState.NOT_YET, None)


@pytest.mark.parametrize(
    ("days", "expected"), [(170, DueState.NOT_YET), (185, DueState.DUE)]
)
def test_the_next_is_due_six_months_after_the_last(
    cast: Cast, hemi: UUID, days: int, expected: DueState
) -> None:
    supported(cast, hemi, days=400)
    on = local_date(timezone.now()) - timedelta(days=days)
    world.on_paper(cast.worker, hemi, {}, on=on)

    found = standing(cast.worker, hemi)

    assert found
    assert (found.state, found.last_on) == (expected, on)


def test_offered_and_not_done_yet(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    world.invited(cast.worker, hemi)

    assert state(cast.worker, hemi) == DueState.OFFERED
    in_a_week = timezone.now() + timedelta(days=7, minutes=1)
    assert state(cast.worker, hemi, at=in_a_week) == DueState.DUE


def test_a_no_silences_for_six_months(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=True, at=timezone.now())

    assert state(cast.worker, hemi) == DueState.DECLINED
    later = timezone.now() + timedelta(days=185)
    assert state(cast.worker, hemi, at=later) == DueState.DUE


def test_do_not_ask_again_silences_for_good(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=False, at=timezone.now())

    years_on = timezone.now() + timedelta(days=1500)
    found = standing(cast.worker, hemi, at=years_on)

    assert found
    assert (found.state, found.due_on) == (DueState.NOT_ASKED, None)


def test_a_no_after_an_offer_is_heard(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    world.invited(cast.worker, hemi)
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=True, at=timezone.now())

    assert state(cast.worker, hemi) == DueState.DECLINED


def test_a_check_in_after_a_no_counts_again(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=False, at=timezone.now())
    world.finished(cast.worker, hemi, {})

    later = timezone.now() + timedelta(days=185)

    assert state(cast.worker, hemi, at=later) == DueState.DUE


def test_who_has_not_agreed_is_not_in_the_list(cast: Cast) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD)
    supported(cast, silent, days=100)

    assert state(cast.worker, silent) is None


def test_whose_support_has_ended_is_not_in_the_list(cast: Cast, hemi: UUID) -> None:
    supported(cast, hemi, days=100)
    assert state(cast.worker, hemi)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        today = local_date(timezone.now())
        Episode.objects.filter(subject=hemi).update(ended_on=today)

    assert state(cast.worker, hemi) is None


def test_who_came_back_is_asked_three_months_on(cast: Cast, hemi: UUID) -> None:
    long_ago = local_date(timezone.now()) - timedelta(days=900)
    world.on_paper(cast.worker, hemi, {}, on=long_ago)
    supported(cast, hemi, days=30)

    assert state(cast.worker, hemi) == DueState.NOT_YET


@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager"])
def test_nobody_else_sees_where_he_stands(cast: Cast, hemi: UUID, who: str) -> None:
    supported(cast, hemi, days=100)

    assert state(getattr(cast, who), hemi) is None


def test_the_longest_due_stands_first(cast: Cast, hemi: UUID) -> None:
    other = world.survivor(cast.colleague, name="Wī")
    supported(cast, hemi, days=120)
    supported(cast, other, days=200)

    with use(cast.manager.context):
        lines = due.due_list(
            cast.manager, at=timezone.now(), states={DueState.DUE}
        ).lines

    assert [line.card.name for line in lines] == ["Wī", "Hēmi"]


def test_the_workers_list_holds_his_own_people(cast: Cast, hemi: UUID) -> None:
    other = world.survivor(cast.colleague, name="Wī")
    supported(cast, hemi, days=120)
    supported(cast, other, days=200)

    with use(cast.worker.context):
        lines = due.due_list(cast.worker, at=timezone.now(), limit=5).lines

    assert [line.standing.subject for line in lines] == [hemi]
