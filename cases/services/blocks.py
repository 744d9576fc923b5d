"""Keeping a member away from a survivor's record, as he wishes (REC-08)."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases.models import BlockedMember
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record


@transaction.atomic
def block(actor: Actor, subject: UUID, *, member: UUID, at: datetime) -> None:
    """Keep a member from a survivor's record, whatever his role; from now on.

    The database ends what let him in and refuses it anew. Who blocks himself has
    no access either once this is done. Blocked already: nothing changes.

    Raises:
        NotVisible: there is no such survivor or member for the actor.
    """
    subject_for(subject)
    if not Member.objects.filter(id=member).exists():
        raise NotVisible
    if _running(subject, member).exists():
        return
    # First the event: afterwards he may have blocked himself.
    record(actor, "block.set", subject=subject, member=str(member))
    BlockedMember(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        member_id=member,
        made_by_id=actor.member,
        made_at=at,
    ).save(force_insert=True)


@transaction.atomic
def lift(actor: Actor, subject: UUID, *, member: UUID, at: datetime) -> None:
    """Let a member near a survivor's record again; it gives him no access by itself.

    Raises:
        NotVisible: absent, none of the actor's people, or this member is not blocked.
    """
    subject_for(subject)
    lifted = _running(subject, member).update(ended_at=at, ended_by=actor.member)
    if not lifted:
        raise NotVisible
    record(actor, "block.lifted", subject=subject, member=str(member))


def _running(subject: UUID, member: UUID) -> QuerySet[BlockedMember]:
    return BlockedMember.objects.filter(subject=subject, member=member, ended_at=None)
