"""The national body keeps the list of pou: added and taken off, never changed (REC-05).

What a survivor agreed to keeps the labels it was written with.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cases.models import Pou
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record


@transaction.atomic
def add_pou(actor: Actor, *, te_reo: str, english: str, at: datetime) -> Pou:
    """Put a pou at the end of the list; peer workers can choose it from now on."""
    last = Pou.objects.aggregate(last=Max("place"))["last"] or 0
    row = Pou(
        id=uuid.uuid4(),
        place=last + 1,
        te_reo=te_reo,
        english=english,
        added_at=at,
    )
    row.save(force_insert=True)
    record(actor, "pou.changed", pou=str(row.id), act="added")
    return row


@transaction.atomic
def retire_pou(actor: Actor, pou: UUID, *, at: datetime) -> None:
    """Take a pou off the list; records that name it keep its labels.

    Raises:
        NotVisible: there is none such on the list.
    """
    if not Pou.objects.filter(id=pou, retired_at=None).update(retired_at=at):
        raise NotVisible
    record(actor, "pou.changed", pou=str(pou), act="retired")
