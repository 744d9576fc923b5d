from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from cases.enums import Mode, SessionKind
from cases.models import Tally
from msa.tenancy.context import use
from msa.tenancy.pipeline import without_waiting
from tests.cast import NOW, Cast


def tally(cast: Cast, id: uuid.UUID) -> None:
    Tally(
        id=id,
        organisation_id=cast.kauri.id,
        month=NOW.date().replace(day=1),
        kind=SessionKind.ONE_TO_ONE,
        mode=Mode.IN_PERSON,
        minutes=30,
    ).save(force_insert=True)


def tallies(cast: Cast) -> int:
    with use(cast.manager.context):
        return Tally.objects.count()


def test_what_is_sent_together_is_all_stored(cast: Cast) -> None:
    with use(cast.worker.context), transaction.atomic(), without_waiting():
        tally(cast, uuid.uuid4())
        tally(cast, uuid.uuid4())

    assert tallies(cast) == 2


def test_one_that_fails_is_told_and_nothing_is_half_saved(cast: Cast) -> None:
    def send(*ids: uuid.UUID) -> None:
        with transaction.atomic(), without_waiting():
            for id in ids:
                tally(cast, id)

    twice, other = uuid.uuid4(), uuid.uuid4()
    with use(cast.worker.context):
        with pytest.raises(IntegrityError):
            send(twice, twice, other)
        with pytest.raises(IntegrityError):
            send(other, twice, twice)
        tally(cast, other)

    assert tallies(cast) == 1
