"""What the database allows of workshops and outreach, whatever the pages do."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.outreach.models import Activity
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast
from tests.outreach.conftest import TITLE, noted, seen, today


def row(actor: Actor, **told: Any) -> Activity:
    plain = {
        "id": uuid.uuid4(),
        "organisation_id": actor.organisation,
        "kind": "FORUM",
        "title": TITLE,
        "held_on": today(),
        "minutes": 60,
        "noted_by_id": actor.member,
        "noted_at": timezone.now(),
    }
    return Activity(**{**plain, **told})


def refused(actor: Actor, **told: Any) -> bool:
    with use(actor.context):
        try:
            with transaction.atomic():
                row(actor, **told).save(force_insert=True)
        except DatabaseError:
            return True
    return False


def test_a_plain_row_is_taken(cast: Cast) -> None:
    assert not refused(cast.worker)
    assert not refused(cast.manager)


@pytest.mark.req("S01")
def test_another_organisation_reads_none(cast: Cast) -> None:
    noted(cast.worker)

    assert [one.title for one in seen(cast.colleague)] == [TITLE]
    assert [one.title for one in seen(cast.manager)] == [TITLE]
    assert seen(cast.outsider) == []


def test_nobody_notes_in_a_colleagues_name(cast: Cast) -> None:
    assert refused(cast.worker, noted_by_id=cast.colleague.member)


def test_nobody_notes_for_another_organisation(cast: Cast) -> None:
    assert refused(cast.worker, organisation_id=cast.outsider.organisation)


def test_none_is_held_in_days_to_come(cast: Cast) -> None:
    assert refused(cast.worker, held_on=today() + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong", [{"kind": "PARTY"}, {"region": "XYZ"}, {"minutes": 0}, {"minutes": 1441}]
)
def test_codes_and_minutes_are_what_they_may_be(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    assert refused(cast.worker, **wrong)


def test_no_figure_of_it_is_changed(cast: Cast) -> None:
    pk = noted(cast.worker)

    with use(cast.manager.context), pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(id=pk).update(survivors=40)


def test_what_was_taken_back_stays_so(cast: Cast) -> None:
    pk = noted(cast.worker)
    back = {"taken_back_at": timezone.now(), "taken_back_by": cast.manager.member}

    with use(cast.manager.context):
        assert Activity.objects.filter(id=pk).update(**back) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            Activity.objects.filter(id=pk).update(
                taken_back_at=None, taken_back_by=None
            )


def test_nobody_takes_back_in_a_colleagues_name(cast: Cast) -> None:
    pk = noted(cast.worker)
    back = {"taken_back_at": timezone.now(), "taken_back_by": cast.worker.member}

    with use(cast.manager.context), pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(id=pk).update(**back)
