from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from assessments.services.declining import decline
from consent.enums import Purpose
from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import use
from tests.assessments import world
from tests.cases.world import events
from tests.cast import Cast


def test_a_no_is_recorded(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        decline(cast.worker, hemi, ask_again=False, at=timezone.now())

    (event,) = events(cast.kauri.id, "check-in.declined")
    assert (event.subject_id, event.payload) == (hemi, {"again": False})
    assert world.counted(cast.kauri.id, "assessments_decline") == 1


def test_who_never_agreed_has_nothing_to_decline(cast: Cast) -> None:
    silent = world.survivor(cast.worker, Purpose.RECORD)

    with use(cast.worker.context), pytest.raises(AccessDenied):
        decline(cast.worker, silent, ask_again=True, at=timezone.now())


def test_only_his_worker_records_it(cast: Cast, hemi: UUID) -> None:
    with use(cast.colleague.context), pytest.raises(NotVisible):
        decline(cast.colleague, hemi, ask_again=True, at=timezone.now())
