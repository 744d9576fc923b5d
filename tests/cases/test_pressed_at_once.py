"""One button pressed twice at the same moment stores once, and fails nobody (UI-W5)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone

from cases.emails import services as emails
from cases.referrals.enums import Source, Urgency
from cases.referrals.services import inward, outward
from cases.referrals.services.inward import Came
from cases.referrals.words import CameFrom
from cases.workload.services import notes
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.emails.letter_box import choice, waits
from tests.cases.world import person
from tests.cast import Cast
from tests.referrals.world import planned

Press = Callable[[Actor, UUID, UUID], object]


def note(actor: Actor, subject: UUID, id: UUID) -> object:
    return notes.write(actor, subject, "Ring me", id=id, at=timezone.now())


def arrival(actor: Actor, subject: UUID, id: UUID) -> object:
    at = timezone.now()
    came = Came(Source.HEALTH, Urgency.SOON, at)
    return inward.note(actor, subject, came, CameFrom("Dr Heron", "", ""), id=id, at=at)


PLANNED = planned()


def referral(actor: Actor, subject: UUID, id: UUID) -> object:
    return outward.refer(actor, subject, PLANNED, id=id, at=timezone.now())


def email(actor: Actor, subject: UUID, id: UUID) -> object:
    return emails.keep(actor, subject, choice(), id=id, at=timezone.now())


def at_once(press: Press, actor: Actor, subject: UUID, id: UUID) -> list[Exception]:
    both = threading.Barrier(2)
    faults: list[Exception] = []

    def run() -> None:
        try:
            with use(actor.context), transaction.atomic():
                both.wait()
                press(actor, subject, id)
        except Exception as fault:
            faults.append(fault)
        connections.close_all()

    presses = [threading.Thread(target=run) for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)
        assert not one.is_alive()
    return faults


@pytest.mark.req("UI-W5")
@pytest.mark.parametrize("press", [note, arrival, referral, email])
def test_pressed_twice_at_the_same_moment(live_cast: Cast, press: Press) -> None:
    worker = live_cast.worker
    with transaction.atomic():
        subject = person(worker)
    id = waits(worker, subject) if press is email else uuid.uuid4()

    assert at_once(press, worker, subject, id) == []
