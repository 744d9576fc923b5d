"""Writing down a breach, so that its clock runs and its list can be shown again."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record
from oversight.models import Breach


@transaction.atomic
def write_down(
    actor: Actor,
    *,
    member: UUID,
    from_at: datetime,
    to_at: datetime,
    noticed_at: datetime,
    at: datetime,
) -> Breach:
    """Store whose access may have been in other hands, when, and since when we know.

    Raises:
        NotVisible: nobody of that id works or worked here.
    """
    about = Member.objects.filter(id=member).first()
    if about is None:
        raise NotVisible
    breach = Breach(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        member=about,
        from_at=from_at,
        to_at=to_at,
        noticed_at=noticed_at,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    breach.save(force_insert=True)
    record(actor, "breach.recorded", breach=str(breach.id), member=str(member))
    return breach
