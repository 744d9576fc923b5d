"""What managers decided about keeping a record, for the copy he asks for (RGT-01)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from consent.retention.enums import HoldGround
from consent.retention.services import decisions
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast
from tests.rights.world import asked_for_copy, survivor


@pytest.fixture
def hemi(cast: Cast) -> UUID:
    return survivor(cast.worker)


def holds_shown(actor: Actor, subject: UUID) -> int:
    with use(actor.context), connection.cursor() as cursor:
        cursor.execute("SELECT FROM sec.holds_for_his_copy(%s)", [subject])
        return int(cursor.rowcount)


@pytest.mark.req("RGT-01")
def test_it_is_shown_to_his_worker_while_he_waits_for_a_copy(
    cast: Cast, hemi: UUID
) -> None:
    with use(cast.manager.context):
        decisions.hold(cast.manager, hemi, HoldGround.COURT, at=timezone.now())
    before = holds_shown(cast.worker, hemi)

    asked_for_copy(cast.worker, hemi)

    assert (before, holds_shown(cast.worker, hemi)) == (0, 1)
    assert holds_shown(cast.colleague, hemi) == 0
