from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from assessments.instruments import UnknownAnswer
from assessments.models import Answers
from assessments.queries import history
from consent.enums import Purpose
from msa.access.refusals import AccessDenied, NotVisible
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.assessments import world
from tests.cases.world import events
from tests.cast import Cast


def test_paper_is_a_finished_check_in_on_its_own_day(cast: Cast, hemi: UUID) -> None:
    on = local_date(timezone.now()) - timedelta(days=3)

    id = world.on_paper(cast.worker, hemi, {"culture": 4}, on=on)

    with use(cast.worker.context):
        (line,) = history.check_ins(cast.worker, hemi)
    assert (line.id, line.completed_on, line.way) == (id, on, "PAPER")
    assert events(cast.kauri.id, "check-in.keyed-in")


def test_what_he_keyed_in_is_closed_to_the_worker_afterwards(
    cast: Cast, hemi: UUID
) -> None:
    world.on_paper(cast.worker, hemi, {"culture": 4})

    with use(cast.worker.context):
        assert not Answers.objects.exists()
    assert world.counted(cast.kauri.id, "assessments_answers") == 1


def test_paper_is_counted_while_he_agrees(cast: Cast, hemi: UUID) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD, Purpose.ASSESSMENT)
    world.on_paper(cast.worker, silent, {"culture": 4})
    assert world.counted(cast.kauri.id, "assessments_rating") == 0

    world.on_paper(cast.worker, hemi, {"culture": 4, "age": None})

    assert world.counted(cast.kauri.id, "assessments_rating") == 2


@pytest.mark.req("L03")
def test_keyed_in_twice_is_one_check_in(cast: Cast, hemi: UUID) -> None:
    id = uuid.uuid4()

    for _ in range(2):
        assert world.on_paper(cast.worker, hemi, {"culture": 4}, id=id) == id

    assert world.counted(cast.kauri.id, "assessments_assessment") == 1
    assert world.counted(cast.kauri.id, "assessments_rating") == 1


def test_the_id_of_another_mans_check_in_is_not_visible(cast: Cast, hemi: UUID) -> None:
    other = world.survivor(cast.worker, name="Wī")
    id = world.on_paper(cast.worker, hemi, {"culture": 4})

    with pytest.raises(NotVisible):
        world.on_paper(cast.worker, other, {"culture": 4}, id=id)


def test_paper_needs_his_consent_too(cast: Cast) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD)

    with pytest.raises(AccessDenied):
        world.on_paper(cast.worker, silent, {"culture": 4})


def test_paper_of_tomorrow_is_refused(cast: Cast, hemi: UUID) -> None:
    tomorrow = local_date(timezone.now()) + timedelta(days=1)

    with pytest.raises(ValueError, match="before it took place"):
        world.on_paper(cast.worker, hemi, {}, on=tomorrow)


def test_an_answer_that_is_on_no_paper_is_refused(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(UnknownAnswer):
        world.on_paper(cast.worker, hemi, {"culture": 9})


def test_another_workers_people_are_not_visible(cast: Cast, hemi: UUID) -> None:
    with pytest.raises(NotVisible):
        world.on_paper(cast.colleague, hemi, {"culture": 4})
