"""Putting a notice away once it was seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.overrides.models import Notice
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record


@transaction.atomic
def see(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Note that the actor has seen a notice; a second time changes nothing.

    Raises:
        NotVisible: it is no notice of his.
    """
    notice = Notice.objects.filter(pk=pk).first()
    if notice is None:
        raise NotVisible
    if Notice.objects.filter(pk=pk, seen_at=None).update(seen_at=at):
        record(actor, "notice.seen", notice=str(pk))
