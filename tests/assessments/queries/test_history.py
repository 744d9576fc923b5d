from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.utils import timezone

from assessments.enums import Way
from assessments.queries import history
from consent.enums import Given, Purpose
from consent.services import consents
from consent.services.consents import Agreement
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.assessments import world
from tests.cases.world import events
from tests.cast import TODAY, Cast


def page(actor: Actor, subject: UUID, id: UUID) -> history.CheckInPage:
    with use(actor.context):
        return history.check_in(actor, subject, id)


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_it_is_seen_that_he_checked_in(cast: Cast, hemi: UUID, who: str) -> None:
    id = world.finished(cast.worker, hemi, {"culture": 2})
    actor = getattr(cast, who)

    with use(actor.context):
        (line,) = history.check_ins(actor, hemi)

    assert (line.id, line.way, line.worker) == (id, Way.ROOM, "Worker")


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_what_he_answered_stays_closed(cast: Cast, hemi: UUID, who: str) -> None:
    id = world.finished(cast.worker, hemi, {"culture": 2})

    assert page(getattr(cast, who), hemi, id).sheet is None


def test_his_worker_reads_what_he_shows_him(cast: Cast, hemi: UUID) -> None:
    id = world.finished(cast.worker, hemi, {"culture": 2}, worker_may_see=True)

    sheet = page(cast.worker, hemi, id).sheet

    assert sheet
    assert (dict(sheet.ratings), sheet.words["helps"]) == ({"culture": 2}, world.WORDS)
    assert events(cast.kauri.id, "record.open")[-1].subject_id == hemi


def test_his_manager_needs_the_supervision_consent_as_well(
    cast: Cast, hemi: UUID
) -> None:
    id = world.finished(cast.worker, hemi, {"culture": 2}, worker_may_see=True)
    assert page(cast.manager, hemi, id).sheet is None
    agreed = Agreement(
        Purpose.SUPERVISION, Given.SPOKEN, TODAY, wording="SUPERVISION-en-1"
    )
    with use(cast.worker.context):
        consents.give(cast.worker, hemi, agreed, at=timezone.now())

    assert page(cast.manager, hemi, id).sheet


def test_supervision_alone_opens_nothing(cast: Cast) -> None:
    told = world.survivor(cast.worker, *world.ASKED, Purpose.SUPERVISION)
    id = world.finished(cast.worker, told, {"culture": 2})

    assert page(cast.manager, told, id).sheet is None


@pytest.mark.parametrize("who", ["colleague", "outsider", "outside_manager"])
def test_nobody_else_sees_that_he_checked_in(cast: Cast, hemi: UUID, who: str) -> None:
    id = world.finished(cast.worker, hemi, {}, worker_may_see=True)
    actor = getattr(cast, who)

    with pytest.raises(NotVisible):
        page(actor, hemi, id)
    with use(actor.context), pytest.raises(NotVisible):
        history.check_ins(actor, hemi)


def test_an_absent_check_in_is_not_visible(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(NotVisible):
        page(cast.worker, hemi, uuid.uuid4())


def test_the_one_under_way_says_how_long_it_opens(cast: Cast, hemi: UUID) -> None:
    invitation = world.invited(cast.worker, hemi)

    with use(cast.worker.context):
        line = history.under_way(cast.worker, hemi)

    assert line
    assert (line.id, line.expires_at) == (invitation.assessment, invitation.expires_at)


def test_nothing_is_under_way_without_an_offer(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        assert history.under_way(cast.worker, hemi) is None
