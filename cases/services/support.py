"""Letting support wait for a manager, and deciding how it goes on (REC-09)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import SupportOutcome
from cases.models import SupportDecision, SupportHold
from cases.sections import DECISION
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record


@transaction.atomic
def hold(actor: Actor, subject: UUID, *, at: datetime) -> None:
    """Let support wait until a manager decides; asked twice, it waits since the first.

    Why is not asked: there are many reasons, and nobody is to tell one by it.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
        AccessDenied: he has taken back his consent to a record.
    """
    subject_for(subject)
    row = SupportHold(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        since=at,
    )
    if SupportHold.objects.filter(subject=subject).exists():
        return
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError:
        return  # somebody else asked at the same moment
    record(actor, "support.held", subject=subject)


@transaction.atomic
def decide(
    actor: Actor,
    subject: UUID,
    outcome: SupportOutcome,
    words: str,
    *,
    id: UUID,
    at: datetime,
) -> None:
    """Store a manager's decision; the same ``id`` twice is one.

    With it the wait is over, or lasts where he can't be supported here.

    Raises:
        NotVisible: absent, foreign, kept away from him, or the actor is no manager.
        AccessDenied: he has taken back his consent to a record.
    """
    subject_for(subject)
    if actor.role != Role.MANAGER:
        raise NotVisible
    if SupportDecision.objects.filter(id=id, subject=subject).exists():
        return
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    row = SupportDecision(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        outcome=outcome,
        revision=1,
        decided_by_id=actor.member,
        decided_at=at,
    )
    row.sealed = sealer.seal({"words": words}, DECISION, row=row.id, revision=1)
    with under_consent():
        row.save(force_insert=True)
    record(actor, "support.decided", subject=subject)
