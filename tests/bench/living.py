"""What goes on in the organisation that is looked at: what is due, asked, begun, waits.

Made by the services that the pages use, so that it is stored as the product does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cases.drafts import services as drafts
from cases.drafts.sealing import SESSION
from cases.models import Client
from cases.sections import Needs, NextSteps, SectionContent, Step
from cases.services import assignments, sections
from cases.workload.services import notes
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.bench.filling import day_of
from tests.bench.sizes import Size

#: Of the whole organisation, one in so many waits for a peer worker.
_WAITS = 50
_DRAFTS, _ASKING = 3, 5


def live(manager: Actor, worker: Actor, size: Size, *, at: datetime) -> None:
    """Let a worker's day be full, and some of the organisation's people wait."""
    people = list(_subjects(worker, day_of(size)))
    with use(worker.context), transaction.atomic():
        for number, subject in enumerate(people):
            for content in _told(number, at=at):
                sections.save(worker, subject, content, after=0, at=at)
        for subject in people[:_DRAFTS]:
            typed = [("body", "He rang, and we talked about the boat.")]
            drafts.keep(worker, subject, SESSION, typed, id=uuid.uuid4(), at=at)
        for subject in people[:_ASKING]:
            notes.write(worker, subject, "May I ask you?", id=uuid.uuid4(), at=at)
    beyond = range(size.clients - size.clients // _WAITS, size.clients)
    waiting = list(_subjects(manager, beyond))
    with use(manager.context), transaction.atomic():
        assignments.let_all_go(manager, waiting, at=at)


def _told(number: int, *, at: datetime) -> Iterable[SectionContent]:
    """Every second has a next step, each tenth is to be asked again."""
    today = local_date(at)
    if number % 2 == 0:
        by = today + timedelta(days=number % 9 - 3)
        yield NextSteps([Step("Ring the landlord", "Both", by.isoformat())])
    if number % 10 == 0:
        yield Needs("A warm room", review_on=today.isoformat(), urgent=number == 0)


def _subjects(actor: Actor, positions: Sequence[int]) -> list[UUID]:
    references = [f"R{position:08}" for position in positions]
    with use(actor.context), transaction.atomic():
        rows = Client.objects.filter(reference__in=references).order_by("reference")
        return list(rows.values_list("subject", flat=True))
