"""Keying in a check-in that was answered on paper (ASM-03)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from assessments.enums import State, Way
from assessments.models import Answers, Assessment
from assessments.services.counting import count
from assessments.sheets import ANSWERS, Sheet
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date


@transaction.atomic
def key_in(
    actor: Actor,
    subject: UUID,
    sheet: Sheet,
    *,
    id: UUID,
    completed_on: date,
    worker_may_see: bool,
    show_next_time: bool = False,
    at: datetime,
) -> UUID:
    """Store what a survivor answered on paper; the same ``id`` twice is one check-in.

    His worker has seen the paper; what he keyed in is closed to him afterwards all the
    same unless the survivor ticked that he may see it.

    Raises:
        NotVisible: he is none of the actor's people, or ``id`` is another's.
        AccessDenied: he has not agreed to check-ins.
        UnknownAnswer: the instrument has no such question or answer.
        ValueError: ``completed_on`` is still to come.
    """
    subject_for(subject)
    if completed_on > local_date(at):
        raise ValueError("a check-in is not completed before it took place")
    sheet.demand_known()
    try:
        with transaction.atomic():
            return _store(
                actor,
                subject,
                sheet,
                id=id,
                completed_on=completed_on,
                worker_may_see=worker_may_see,
                show_next_time=show_next_time,
                at=at,
            )
    except IntegrityError:
        # The button was pressed twice; whose it is, his policies say.
        if not Assessment.objects.filter(id=id, subject=subject).exists():
            raise NotVisible from None
        return id


def _store(
    actor: Actor,
    subject: UUID,
    sheet: Sheet,
    *,
    id: UUID,
    completed_on: date,
    at: datetime,
    **choices: bool,
) -> UUID:
    sealer = Sealer.for_writing(actor, subject, Purpose.ASSESSMENT)
    common = {
        "organisation_id": actor.organisation,
        "subject_id": subject,
        "key_id": sealer.key_id,
    }
    with under_consent():
        Assessment(
            **common,
            id=id,
            instrument=sheet.instrument,
            way=Way.PAPER,
            state=State.FINISHED,
            opened_by_id=actor.member,
            opened_at=at,
            finished_at=at,
            completed_on=completed_on,
            **choices,
        ).save(force_insert=True)
    row = Answers(**common, id=uuid.uuid4(), assessment_id=id, revision=1, saved_at=at)
    row.sealed = sealer.seal(sheet.document(), ANSWERS, row=row.id, revision=1)
    row.save(force_insert=True)
    if Purpose.STATISTICS in purposes_in_force(subject, at=at):
        count(actor, sheet, subject=subject, assessment=id, on=completed_on)
    record(actor, "check-in.keyed-in", subject=subject)
    return id
