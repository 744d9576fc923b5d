"""People and sessions for tests, made by the services that the pages use."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.enums import Mode, SessionKind
from cases.sections import Contact, Identity, Note
from cases.services import people, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, TODAY, USUAL, agreements

PHONE = Contact(phone="021 555 0101", phone_safe=True, region="AUK")
#: Words that stand in no page of ours by chance.
WORDS = "The kettle song on Thursday"


def begun(
    actor: Actor, purposes: Sequence[Purpose] = USUAL, *, at: datetime = NOW
) -> UUID:
    """Welcome somebody who has not told his name yet."""
    with use(actor.context):
        return people.welcome(actor, agreements(*purposes), at=at).id


def person(
    actor: Actor,
    name: str = "Hēmi",
    purposes: Sequence[Purpose] = USUAL,
    *,
    identity: Identity | None = None,
    contact: Contact = PHONE,
    at: datetime = NOW,
) -> UUID:
    """Welcome somebody whose record is complete."""
    subject = begun(actor, purposes, at=at)
    introduce(actor, subject, identity or Identity(name=name), contact, at=at)
    return subject


def introduce(
    actor: Actor,
    subject: UUID,
    identity: Identity,
    contact: Contact = PHONE,
    *,
    at: datetime = NOW,
) -> None:
    """Put a name and a safe contact into an empty record."""
    with use(actor.context), transaction.atomic():
        people.introduce(
            actor,
            subject_for(subject),
            identity=identity,
            contact=contact,
            at=at,
        )


def held(
    on: date = TODAY,
    minutes: int = 60,
    kind: SessionKind = SessionKind.ONE_TO_ONE,
    mode: Mode = Mode.IN_PERSON,
) -> Held:
    """Return an hour together."""
    return Held(on, minutes, kind, mode)


def logged(
    actor: Actor,
    subject: UUID,
    what: Held | None = None,
    body: str = "",
    *,
    at: datetime = NOW,
) -> UUID:
    """Log a session and return its id."""
    id = uuid.uuid4()
    with use(actor.context):
        sessions.log(actor, subject, what or held(), Note(body=body), id=id, at=at)
    return id


def events(organisation: UUID, action: str) -> list[Event]:
    """Return the audit's events of one kind at an organisation, as its owner."""
    with use(Context(organisation, FOUNDER, "owner")):
        rows = Event.objects.filter(organisation_id=organisation, action=action)
        return list(rows.order_by("at"))
