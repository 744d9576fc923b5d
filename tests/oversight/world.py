"""Events of the past for tests: written as the owner, with the triggers laid aside."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import connection, transaction

from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER

AUCKLAND = ZoneInfo("Pacific/Auckland")


def local(text: str) -> datetime:
    """Return a moment as a clock in Auckland shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=AUCKLAND)


@contextmanager
def _without_triggers() -> Iterator[None]:
    with connection.cursor() as cursor:
        # What waits for the commit would stand in the way.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def happened(
    actor: Actor,
    action: str,
    *moments: datetime,
    subject: UUID | None = None,
    **payload: object,
) -> None:
    """Store events that an actor made at these moments."""
    owner = Context(actor.organisation, FOUNDER, "owner")
    with use(owner), transaction.atomic(), _without_triggers():
        Event.objects.bulk_create(
            Event(
                id=uuid.uuid4(),
                organisation_id=actor.organisation,
                at=at,
                actor=actor.person,
                role=actor.role.value,
                action=action,
                subject_id=subject,
                payload=orjson.loads(orjson.dumps(payload)),
            )
            for at in moments
        )


def opened(actor: Actor, subject: UUID, *moments: datetime) -> None:
    """Let an actor have opened somebody's record."""
    happened(actor, "record.open", *moments, subject=subject, purpose="RECORD")


def nothing_before(actor: Actor) -> None:
    """Forget what setting up a world has left in the audit."""
    owner = Context(actor.organisation, FOUNDER, "owner")
    with use(owner), transaction.atomic(), _without_triggers():
        Event.objects.all().delete()


def left(actor: Actor, at: datetime) -> None:
    """Let a member's work here have ended."""
    owner = Context(actor.organisation, FOUNDER, "owner")
    with use(owner):
        Member.objects.filter(id=actor.member).update(left_at=at)


def events_about(actor: Actor, subject: UUID) -> list[Event]:
    """Return what the audit holds about a survivor, refusals included."""
    owner = Context(actor.organisation, FOUNDER, "owner")
    with use(owner), transaction.atomic():
        direct = list(Event.objects.filter(subject_id=subject))
        refused = Event.objects.filter(
            action="access.refused", payload__target=str(subject)
        )
        return direct + list(refused)
