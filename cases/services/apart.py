"""Writing down what is set apart, and taking back what was a mistake (REC-09)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from cases.models import HarmTold
from cases.queries.apart import demand_near, may_write_here
from cases.sections import HARM_TOLD, HarmWords
from cases.services.sections import SectionChanged
from cases.services.support import hold
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record
from msa.clock.days import local_date

#: The state with which PostgreSQL refuses what no policy of the organisation allows.
_NO_POLICY = "MS030"


class NoPolicy(Exception):
    """This organisation has no policy in force about it; nothing was stored."""


@transaction.atomic
def tell(
    actor: Actor, subject: UUID, words: HarmWords, *, after: int, at: datetime
) -> HarmTold:
    """Store what he told the actor, as the revision that follows the actor's ``after``.

    In the same transaction he goes out of groups of survivors, and support waits for a
    manager: the database does both. Word for word the same is no new revision.

    Raises:
        NotVisible: absent, foreign, or not given to the actor as his peer worker.
        NoPolicy: the organisation has no policy about it in force.
        SectionChanged: revision ``after`` is no longer the actor's newest.
        AccessDenied: he has not consented to a record, or has withdrawn.
    """
    demand_near(actor, subject)
    if actor.role != Role.WORKER:
        raise NotVisible
    if not may_write_here(on=local_date(at)):
        raise NoPolicy
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    if after and (same := _standing(actor, subject, words, sealer)):
        return same
    row = HarmTold(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        revision=after + 1,
        written_by_id=actor.member,
        written_at=at,
    )
    row.sealed = sealer.seal(
        words.document(), HARM_TOLD, row=row.id, revision=row.revision
    )
    hold(actor, subject, at=at)
    _store(row)
    # By the words of an opening: an event that told more would tell who has one.
    record(actor, "set-apart.opened", subject=subject, act="written")
    return row


@transaction.atomic
def take_back(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """Note that it was written down by mistake; taken back twice, the first stands.

    He may be cleared for groups again. What waits for a decision goes on waiting.

    Raises:
        NotVisible: the actor is no manager, or there is no such words for him.
    """
    demand_near(actor, subject)
    row = HarmTold.objects.filter(id=pk, subject=subject, superseded=False).first()
    if row is None or actor.role != Role.MANAGER:
        raise NotVisible
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_by_id = at, actor.member
        row.save(update_fields=["taken_back_at", "taken_back_by"])
        record(actor, "set-apart.opened", subject=subject, act="taken-back")


def _standing(
    actor: Actor, subject: UUID, words: HarmWords, sealer: Sealer
) -> HarmTold | None:
    """Return the actor's newest revision if it says just this."""
    subject_for(subject)
    mine = HarmTold.objects.filter(
        subject=subject,
        written_by=actor.member,
        key=sealer.key_id,
        superseded=False,
        taken_back_at=None,
    )
    row = mine.first()
    return row if row and sealer.open(row, HARM_TOLD) == words.document() else None


def _store(row: HarmTold) -> None:
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise SectionChanged from fault
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _NO_POLICY:
            raise NoPolicy from fault
        raise
