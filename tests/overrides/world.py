"""Telling and reading without consent, as the pages do it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from cases.overrides.enums import Ground
from cases.overrides.models import Disclosure, EmergencyReading
from cases.overrides.sealing import Telling
from cases.overrides.services import disclosures, readings
from cases.overrides.services.disclosures import Planned
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, PASSWORD, TODAY, Cast

#: Words that stand in no page of ours by chance.
TOLD = "The lighthouse keeper leaves on Sunday"
REASON = "He spoke of the ferry and his boy"
RECIPIENT = "Ngaire Heronwood"
PLANNED = Planned(Ground.CHILD, Telling(RECIPIENT, "Oranga Tamariki", TOLD, REASON))


def deputy(cast: Cast) -> Actor:
    """A second manager of the same organisation."""
    (actor,) = add_member(
        cast.kauri,
        email=f"{uuid.uuid4().hex[:8]}@kauri.example",
        password=PASSWORD,
        name="Deputy",
        roles=[Role.MANAGER],
        at=NOW,
    )
    return actor


def asked(actor: Actor, subject: UUID) -> Disclosure:
    with use(actor.context):
        return disclosures.ask(actor, subject, PLANNED, id=uuid.uuid4(), at=NOW)


def approved(actor: Actor, manager: Actor, subject: UUID) -> Disclosure:
    row = asked(actor, subject)
    with use(manager.context):
        disclosures.approve(manager, subject, row.id, at=NOW)
    return row


def urgent(actor: Actor, subject: UUID, *, on: date = TODAY) -> Disclosure:
    with use(actor.context):
        return disclosures.tell_at_once(
            actor, subject, PLANNED, on=on, id=uuid.uuid4(), at=NOW
        )


def emergency(manager: Actor, subject: UUID) -> EmergencyReading:
    with use(manager.context):
        return readings.begin(manager, subject, Ground.SELF_HARM, reason=REASON)


def over(row: EmergencyReading, organisation: UUID) -> None:
    """Let half an hour go by, as the owner alone can."""
    with use(Context(organisation, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE overrides_emergencyreading SET opened_at = opened_at"
            " - interval '30 minutes', until = now() WHERE id = %s",
            [row.id],
        )


def run(actor: Actor, statement: str, *values: Any) -> int:
    """Run a statement in somebody's role; return how many rows it reached."""
    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return int(cursor.rowcount)


def sqlstate(actor: Actor, statement: str, *values: Any) -> str:
    """Return with which state PostgreSQL refuses; empty if it does not."""
    try:
        run(actor, statement, *values)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "sqlstate", fault))
    return ""
