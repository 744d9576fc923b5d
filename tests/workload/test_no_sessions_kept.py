"""Of whom no sessions are kept nobody says that he was not met (UI-M2, CON-05)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from cases.workload.queries.hands import Hands, hands
from cases.workload.services import notes
from consent.enums import Purpose
from consent.models import Consent
from consent.services import consents
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.workload.test_overview import here, names

NO_NOTES = (Purpose.RECORD, Purpose.STATISTICS)


def silent(cast: Cast, name: str = "Silent") -> UUID:
    """Somebody who never agreed to notes and has been here for long."""
    at = timezone.now() - timedelta(days=60)
    return person(cast.worker, name, NO_NOTES, at=at)


def asks_for_a_hand(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        at = timezone.now()
        notes.write(cast.worker, subject, "Please", id=uuid.uuid4(), at=at)


def found(cast: Cast) -> Hands:
    with use(cast.manager.context):
        return hands(cast.manager, at=timezone.now())


def test_whoever_never_agreed_is_not_said_to_be_not_met(cast: Cast) -> None:
    silent(cast)
    here(cast.worker, "Quiet", days_ago=60)

    assert [name for name, _why in names(cast)] == ["Quiet"]
    assert found(cast).unseen == 1


def test_nor_is_whoever_took_it_back(cast: Cast) -> None:
    subject = here(cast.worker, "Silent", days_ago=60)
    assert names(cast)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=timezone.now())

    assert names(cast) == []


def test_nor_is_he_whose_agreement_has_run_out(cast: Cast) -> None:
    subject = here(cast.worker, "Silent", days_ago=60)
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Consent.objects.filter(subject=subject, purpose=Purpose.SESSIONS).update(
            expires_at=timezone.now() - timedelta(days=1)
        )

    assert names(cast) == []


@pytest.mark.req("UI-M2")
def test_the_page_says_that_no_sessions_are_kept(cast: Cast, sign_in: SignIn) -> None:
    asks_for_a_hand(cast, silent(cast))
    asks_for_a_hand(cast, here(cast.worker, "Lately"))

    page = sign_in(cast.manager).get("/manage/hand/").content.decode()

    assert page.count(">No sessions are kept<") == 1
    assert "No sessions are kept of 1 man" in page


def test_who_came_lately_is_not_counted_among_them(cast: Cast) -> None:
    person(cast.worker, "New", NO_NOTES, at=timezone.now())

    assert found(cast).unseen == 0
