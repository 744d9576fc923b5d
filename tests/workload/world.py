"""Wishes, stand-ins and short notes for tests, made by the services of the pages."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases.workload.enums import Choice
from cases.workload.plans import Plan
from cases.workload.services import covers, notes, plans, wishes
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cases.world import WORDS
from tests.cast import TODAY, Cast

HOUR = timedelta(hours=1)
SOON = local_date(timezone.now()) + timedelta(days=5)


def wish(actor: Actor, subject: UUID, choice: Choice, *named: Actor) -> None:
    with use(actor.context):
        wishes.wish(
            actor,
            subject,
            choice,
            [one.member for one in named],
            asked_on=TODAY,
            at=timezone.now(),
        )


def agree(cast: Cast, subject: UUID, to: Actor, *, days_ago: int = 0) -> None:
    at = timezone.now()
    with use(cast.manager.context):
        wishes.agree(
            cast.manager,
            subject,
            member=to.member,
            asked_by=cast.worker.member,
            asked_on=local_date(at) - timedelta(days=days_ago),
            at=at,
        )


def stand_in(
    cast: Cast,
    subject: UUID,
    by: Actor,
    *,
    begins: timedelta = -HOUR,
    ends: timedelta = HOUR,
) -> datetime:
    """Let somebody stand in from and until then, counted from now; return now."""
    at = timezone.now()
    with use(cast.manager.context):
        covers.stand_in(
            cast.manager,
            [subject],
            by=by.member,
            from_at=at + begins,
            until=at + ends,
            at=at,
        )
    return at


def planned(
    cast: Cast,
    targets: dict[UUID, Actor],
    *,
    on: date = SOON,
    instead_of: UUID | None = None,
    id: UUID | None = None,
) -> UUID:
    """Let the worker's people move on a day to come, and return the plan."""
    with use(cast.manager.context):
        return plans.move_on(
            cast.manager,
            cast.worker.member,
            {subject: to.member for subject, to in targets.items()},
            on=on,
            id=id or uuid.uuid4(),
            instead_of=instead_of,
            at=timezone.now(),
        ).id


def owner_of(cast: Cast) -> Context:
    return Context(cast.kauri.id, FOUNDER, "owner")


def its_day_has_come(cast: Cast) -> None:
    """Move the clock on for every plan, as far as they know."""
    with use(owner_of(cast)), transaction.atomic():
        open_ones = Plan.objects.filter(ended_at=None)
        open_ones.update(due_on=local_date(timezone.now()))


def note(
    actor: Actor, subject: UUID, words: str = WORDS, *, is_urgent: bool = False
) -> UUID:
    id = uuid.uuid4()
    with use(actor.context):
        at = timezone.now()
        notes.write(actor, subject, words, is_urgent=is_urgent, id=id, at=at)
    return id
