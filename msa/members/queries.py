"""Reading who works here, and who was invited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from msa.access.refusals import NotVisible
from msa.accounts.links import digest_of
from msa.accounts.models import Member
from msa.accounts.queries import LETS_IN, works_here
from msa.accounts.router import door
from msa.members.models import Invitation
from msa.tenancy.context import use


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
    found = Member.objects.filter(works_here(at=at), id=pk).first()
    if found is None:
        raise NotVisible
    return found


def works_elsewhere(member: Member, *, at: datetime) -> bool:
    """Say whether somebody works for another organisation too."""
    with use(None):
        rows = Member.objects.using(door()).filter(
            works_here(at=at), person=member.person_id
        )
        return rows.exclude(organisation=member.organisation_id).exists()


def _open(*, at: datetime) -> QuerySet[Invitation]:
    # Whoever made one and left, or lets nobody in any more, still has its link.
    return Invitation.objects.filter(
        works_here("made_by__", at=at),
        made_by__roles__overlap=LETS_IN,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=at,
    )
