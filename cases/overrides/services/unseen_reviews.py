"""Reviews that an administrator notes, who sees nothing of what they are about.

Only where no manager can review it: none is here besides whoever acted, or the survivor
keeps them away (REC-08). Somebody else has to have asked.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.overrides.enums import Outcome, State
from cases.overrides.models import Disclosure, EmergencyReading
from cases.overrides.queries import disclosures, readings
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


@transaction.atomic
def of_disclosure(actor: Actor, pk: UUID, outcome: Outcome, *, at: datetime) -> None:
    """Note that the manager was asked about what could not wait.

    Raises:
        AccessDenied: the actor did it himself, or a manager can review it.
        NotVisible: nothing here waits under this id.
    """
    doer = {row.id: row.told_by_id for row in disclosures.unreviewed()}.get(pk)
    _demand_nobody_else(actor, pk, doer)
    Disclosure.objects.filter(pk=pk).update(
        state=State.REVIEWED,
        reviewed_by=actor.member,
        reviewed_at=at,
        review=outcome,
    )
    record(actor, "disclosure.reviewed", disclosure=str(pk))


@transaction.atomic
def of_reading(actor: Actor, pk: UUID, outcome: Outcome, *, at: datetime) -> None:
    """Note that the manager was asked about what he read in an emergency.

    Raises:
        AccessDenied: as :func:`of_disclosure`.
        NotVisible: nothing here waits under this id.
    """
    doer = {row.id: row.read_by_id for row in readings.unreviewed()}.get(pk)
    _demand_nobody_else(actor, pk, doer)
    EmergencyReading.objects.filter(pk=pk).update(
        reviewed_by=actor.member, reviewed_at=at, review=outcome
    )
    record(actor, "emergency.reviewed", reading=str(pk))


def _demand_nobody_else(actor: Actor, pk: UUID, doer: UUID | None) -> None:
    if doer is None:
        raise NotVisible
    if doer == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    if pk not in readings.left_to_administrators():
        raise AccessDenied(Reason.NOT_READY)
