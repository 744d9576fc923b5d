"""Wishes, stand-ins and short notes for tests, made by the services of the pages."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from cases.workload.enums import Choice
from cases.workload.services import covers, notes, wishes
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.cases.world import WORDS
from tests.cast import TODAY, Cast

HOUR = timedelta(hours=1)


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


def note(
    actor: Actor, subject: UUID, words: str = WORDS, *, is_urgent: bool = False
) -> UUID:
    id = uuid.uuid4()
    with use(actor.context):
        at = timezone.now()
        notes.write(actor, subject, words, is_urgent=is_urgent, id=id, at=at)
    return id
