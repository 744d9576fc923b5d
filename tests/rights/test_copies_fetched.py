"""His copy once it is made: fetched once, sealed till then, gone in time (RGT-01)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from rights.models import Copy, Request
from rights.services.clearing import drop_copies
from tests.cast import Cast
from tests.rights.world import (
    asked_for_copy,
    copy_of,
    fetched,
    made,
)

REFUSED = (NotVisible, AccessDenied, ProgrammingError)


def waiting(actor: Actor, request: Request) -> list[Copy]:
    with use(actor.context):
        return list(Copy.objects.filter(request=request.id))


@pytest.mark.req("RGT-01")
def test_it_is_fetched_once(cast: Cast, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    made(cast.worker, hemi, request.id)
    copy = waiting(cast.worker, request)[0]

    fetched(cast.worker, hemi, copy.id)

    with pytest.raises(NotVisible):
        fetched(cast.worker, hemi, copy.id)


@pytest.mark.req("RGT-01")
def test_fetching_it_answers_the_request(cast: Cast, hemi: UUID) -> None:
    copy_of(cast.worker, hemi)

    with use(cast.worker.context):
        assert Request.objects.get(subject=hemi).outcome == "DONE"


@pytest.mark.req("RGT-01", "SEC-02")
def test_what_waits_is_sealed(cast: Cast, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    made(cast.worker, hemi, request.id)
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM rights_copy WHERE subject_id = %s", [hemi])
        stored = [bytes(row[0]) for row in cursor.fetchall()]

    assert len(stored) == 2
    assert not any(
        b"%PDF" in one or b"JVBER" in one or b"held" in one for one in stored
    )


@pytest.mark.req("RGT-01")
def test_it_is_gone_after_a_day(cast: Cast, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    made(cast.worker, hemi, request.id)
    before = len(waiting(cast.worker, request))
    owner = Context(cast.kauri.id, FOUNDER, "owner")
    with use(owner):
        Copy.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))

    after = len(waiting(cast.worker, request))
    with use(cast.worker.context), connection.cursor() as cursor:
        cursor.execute("SELECT sec.discard_copies()")
        (gone,) = cursor.fetchone()

    assert (before, after, gone) == (2, 0, 2)


@pytest.mark.req("RGT-01")
def test_nobody_else_can_make_or_fetch_it(cast: Cast, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    made(cast.worker, hemi, request.id)
    copy = waiting(cast.worker, request)[0]

    for actor in (cast.colleague, cast.manager, cast.outsider, cast.admin):
        with pytest.raises(REFUSED), transaction.atomic():
            made(actor, hemi, request.id)
        with pytest.raises(REFUSED), transaction.atomic():
            fetched(actor, hemi, copy.id)
    with use(cast.colleague.context):
        assert drop_copies(request.id) == 0

    assert len(waiting(cast.worker, request)) == 2


@pytest.mark.req("RGT-01", "CON-04")
def test_a_withdrawal_seals_what_waits(cast: Cast, hemi: UUID) -> None:
    request = asked_for_copy(cast.worker, hemi)
    made(cast.worker, hemi, request.id)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=timezone.now())

    assert waiting(cast.worker, request) == []
    with pytest.raises(AccessDenied):
        made(cast.worker, hemi, request.id)
