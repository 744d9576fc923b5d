"""What peer workers offer for their organisation's narrative."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from consent.row_keys import give_key
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from reporting.narratives.check import cleaned
from reporting.narratives.models import Contribution
from reporting.narratives.prompts import Texts
from reporting.narratives.queries.narratives import (
    my_contribution,
    offered_quarters,
    takes_contributions,
)
from reporting.narratives.sealing import seal_texts
from reporting.quarters import Quarter


@transaction.atomic
def contribute(
    actor: Actor, quarter: Quarter, texts: Texts, *, at: datetime
) -> Contribution:
    """Offer words for a quarter's narrative; they replace what he offered before.

    They are not checked here: what the check finds would tell a peer worker who else
    is supported. The manager checks whatever he takes up.

    Raises:
        AccessDenied: nothing can be offered for this quarter, or it is submitted.
    """
    if quarter not in offered_quarters(at=at) or not takes_contributions(quarter):
        raise AccessDenied(Reason.NOT_READY)
    row = my_contribution(actor, quarter) or _new(actor, quarter, at)
    row.revision += 1
    row.written_at = at
    seal_texts(row, {code: cleaned(text) for code, text in texts.items()})
    row.save(update_fields=["revision", "written_at", "sealed"])
    record(actor, "narrative.offered", contribution=str(row.id), revision=row.revision)
    return row


def _new(actor: Actor, quarter: Quarter, at: datetime) -> Contribution:
    row = Contribution(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        quarter=quarter.code,
        member_id=actor.member,
        written_at=at,
    )
    give_key(actor, row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The form was sent twice at once.
        first = my_contribution(actor, quarter)
        if first is None:
            raise
        return first
    return row
