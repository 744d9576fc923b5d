"""What is set apart, waiting support and clearances, made as the pages make them."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.enums import SupportOutcome
from cases.models import HarmTold
from cases.sections import HarmWords
from cases.services import apart, groups, support
from consent.enums import Given, Purpose
from consent.services import consents
from consent.services.consents import Agreement
from handbook.enums import Subject as About
from handbook.models import Version
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW, TODAY
from tests.handbook.conftest import published

#: Words that stand in no page of ours by chance.
TOLD = "The heron by the boathouse, when he was nineteen"
CONDITIONS = "Only in the office, and never with the door shut"
#: A session like another one, of another day and kind.
LOG = (
    "INSERT INTO cases_session (id, organisation_id, subject_id, key_id, withheld,"
    " held_on, minutes, kind, mode, worker_id, logged_at)"
    " SELECT gen_random_uuid(), organisation_id, subject_id, key_id, false,"
    " %s, minutes, %s, mode, worker_id, now() FROM cases_session WHERE id = %s"
)


def policy(manager: Actor) -> Version:
    """Let the organisation have a policy about it in force."""
    return published(manager, About.WORKING_WITH_OFFENDERS)


def told(actor: Actor, subject: UUID, words: str = TOLD, *, after: int = 0) -> HarmTold:
    """Write down what he told the actor."""
    said = HarmWords(words, TODAY.isoformat())
    with use(actor.context):
        return apart.tell(actor, subject, said, after=after, at=NOW)


def decided(
    manager: Actor,
    subject: UUID,
    outcome: SupportOutcome = SupportOutcome.AHEAD,
    words: str = CONDITIONS,
    *,
    at: datetime = NOW,
) -> None:
    """Let a manager decide how support goes on."""
    with use(manager.context), transaction.atomic():
        support.decide(manager, subject, outcome, words, id=uuid.uuid4(), at=at)


def cleared(manager: Actor, subject: UUID) -> None:
    """Let a manager clear him for groups."""
    with use(manager.context):
        groups.clear(manager, subject, at=NOW)


def named(actor: Actor, subject: UUID, colleague: Actor) -> None:
    """Let him name a colleague who may see his record."""
    shown = Agreement(
        Purpose.COLLEAGUES,
        Given.SPOKEN,
        TODAY,
        wording="COLLEAGUES-en-2",
        colleagues=(colleague.member,),
    )
    with use(actor.context), transaction.atomic():
        consents.give(actor, subject, shown, at=NOW)
