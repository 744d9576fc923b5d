"""Opening one record in an emergency, and the review of it by another (CON-07)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cases.overrides.enums import Ground, Outcome
from cases.overrides.models import EmergencyReading
from cases.overrides.queries import readings as queries
from cases.overrides.sealing import seal_words
from consent.queries import subject_for
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record

_BEGIN = "SELECT sec.read_in_emergency(%s, %s, %s, %s, %s, %s, %s)"


@transaction.atomic
def begin(
    actor: Actor, subject: UUID, ground: Ground, *, reason: str
) -> EmergencyReading:
    """Let the actor read one record from now on, for half an hour by the database.

    The other managers are told in the same transaction. Each time is a reading of its
    own, also while one lasts.

    Raises:
        NotVisible: there is no such survivor here.
    """
    subject_for(subject)
    row = EmergencyReading(
        id=uuid.uuid4(), organisation_id=actor.organisation, subject_id=subject
    )
    seal_words(actor, row, {"reason": reason})
    with connection.cursor() as cursor:
        # It writes the event as well.
        cursor.execute(
            _BEGIN,
            [
                row.id,
                subject,
                ground.value,
                row.sealed.envelope,
                row.key_id,
                bytes(row.wrapped or b""),
                row.organisation_key_id,
            ],
        )
    return queries.reading(row.id)


@transaction.atomic
def review(
    actor: Actor, subject: UUID, pk: UUID, outcome: Outcome, *, at: datetime
) -> None:
    """Look back, as another person, at what somebody read in an emergency.

    Raises:
        AccessDenied: he read it himself, or somebody has reviewed it.
        NotVisible: there is none here.
    """
    row = queries.reading(pk, subject)
    if row.read_by_id == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    changed = EmergencyReading.objects.filter(pk=pk, reviewed_at=None).update(
        reviewed_by=actor.member, reviewed_at=at, review=outcome
    )
    if not changed:
        raise AccessDenied(Reason.NOT_READY)
    record(actor, "emergency.reviewed", subject=subject)
