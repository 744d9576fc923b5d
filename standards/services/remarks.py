"""What the national body says to a submitted review (STD-04)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record
from standards.models import Remark
from standards.queries import cycles as queries


@transaction.atomic
def remark(
    actor: Actor,
    cycle: UUID,
    *,
    standard: str,
    text: str,
    asks_for_more: bool,
    at: datetime,
) -> Remark:
    """Say something about a review or one of its standards, or ask for more.

    The review stays as it is: the organisation answers in its next revision.

    Raises:
        NotVisible: there is no such submitted review, or it has no such standard.
    """
    review = queries.cycle(actor, cycle)
    if standard and standard not in review.standards.numbers:
        raise NotVisible
    said = Remark(
        organisation_id=review.organisation_id,
        cycle=review,
        standard=standard,
        text=text,
        asks_for_more=asks_for_more,
        made_by=actor.person,
        made_at=at,
    )
    said.save(force_insert=True)
    record(actor, "review.remarked", review=str(cycle), asks=asks_for_more)
    return said
