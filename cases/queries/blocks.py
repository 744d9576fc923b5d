"""Whom survivors do not want near their records (REC-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.models import BlockedMember
from consent.queries import subject_for
from msa.accounts.models import Member
from msa.accounts.queries import member_names, present_members


@dataclass(frozen=True, slots=True)
class Blocked:
    """A member who is kept from a record, and since when."""

    member: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Blocks:
    """Who is kept from a record, and who else works here."""

    blocked: list[Blocked]
    others: list[Member]


def blocks(subject: UUID, *, at: datetime) -> Blocks:
    """Return whom a survivor keeps away, by name, and who else could be.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    rows = list(BlockedMember.objects.filter(subject=subject, ended_at=None))
    names = member_names({row.member_id for row in rows})
    found = [Blocked(r.member_id, names[r.member_id], r.made_at) for r in rows]
    away = {one.member for one in found}
    others = [member for member in present_members(at=at) if member.id not in away]
    return Blocks(sorted(found, key=lambda one: one.name), others)


def blocked_members(subject: UUID) -> set[UUID]:
    """Return the members whom a survivor keeps away, by id."""
    rows = BlockedMember.objects.filter(subject=subject, ended_at=None)
    return set(rows.values_list("member", flat=True))
