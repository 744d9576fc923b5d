"""Reading who works here, and who was invited."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from msa.access.refusals import NotVisible
from msa.accounts.models import Member
from msa.accounts.router import door
from msa.members.models import Invitation
from msa.tenancy.context import use


def digest_of(secret: str) -> bytes:
    """Return what is kept of the secret in a link; it is all chance, so no salt."""
    return hashlib.sha256(secret.encode()).digest()


def open_invitations(*, at: datetime) -> list[Invitation]:
    """Return the invitations that can still be accepted, the newest first."""
    return list(_open(at=at).order_by("-made_at"))


def invitation_behind(secret: str, *, at: datetime) -> Invitation | None:
    """Return the open invitation that a link leads to; read through the door."""
    found = _open(at=at).using(door()).select_related("organisation")
    return found.filter(digest=digest_of(secret)).first()


def member_here(pk: UUID, *, at: datetime) -> Member:
    """Return somebody who works here now.

    Raises:
        NotVisible: nobody of that id does.
    """
    present = Q(left_at=None) | Q(left_at__gt=at)
    found = Member.objects.filter(present, id=pk).first()
    if found is None:
        raise NotVisible
    return found


def works_elsewhere(member: Member, *, at: datetime) -> bool:
    """Say whether somebody works for another organisation too."""
    present = Q(left_at=None) | Q(left_at__gt=at)
    with use(None):
        rows = Member.objects.using(door()).filter(present, person=member.person_id)
        return rows.exclude(organisation=member.organisation_id).exists()


def _open(*, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
