"""A survivor says no to a check-in, for now or for good (ASM-05)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from assessments.models import Decline
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date


@transaction.atomic
def decline(actor: Actor, subject: UUID, *, ask_again: bool, at: datetime) -> None:
    """Record that he would rather not: the list is silent for six months, or for good.

    A check-in that he finishes later on, or a later no "for now", speaks again.

    Raises:
        NotVisible: he is none of the actor's people.
        AccessDenied: he has not agreed to be asked in the first place.
    """
    subject_for(subject)
    sealer = Sealer.for_writing(actor, subject, Purpose.ASSESSMENT)
    with under_consent():
        Decline(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            subject_id=subject,
            key_id=sealer.key_id,
            declined_on=local_date(at),
            ask_again=ask_again,
            recorded_by_id=actor.member,
            recorded_at=at,
        ).save(force_insert=True)
    record(actor, "check-in.declined", subject=subject, again=ask_again)
