"""Reading people and members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role, Session
from msa.accounts.router import door


def actors_of(person: Person, *, at: datetime) -> list[Actor]:
    """Return every role a person holds now, asked anew at each request (CAS-04).

    Read through the door: before the organisation is known there is no context.
    """
    members = (
        Member.objects.using(door())
        .filter(Q(left_at=None) | Q(left_at__gt=at), person=person.pk)
        .order_by("joined_at")
    )
    return [
        Actor(
            organisation=member.organisation_id,
            person=person.pk,
            member=member.id,
            role=Role(role),
            name=member.name,
        )
        for member in members
        for role in member.roles
    ]


def present_members(*, at: datetime) -> list[Member]:
    """Return everybody who works for the organisation now, by name."""
    present = Q(left_at=None) | Q(left_at__gt=at)
    return list(Member.objects.filter(present).order_by("name"))


def members_with_role(role: Role, *, at: datetime) -> list[Member]:
    """Return the organisation's present members with a role, by name."""
    return list(
        Member.objects.filter(
            Q(left_at=None) | Q(left_at__gt=at), roles__contains=[role.value]
        ).order_by("name")
    )


def member_names(members: set[UUID]) -> dict[UUID, str]:
    """Return the names of members by id, those who have left included."""
    return dict(Member.objects.filter(id__in=members).values_list("id", "name"))


def person_of(pk: UUID) -> Person:
    """Return somebody's sign-in."""
    return Person.objects.get(pk=pk)


def sessions_of(person: Person, *, at: datetime) -> list[Session]:
    """Return where somebody is signed in now, the browser used last first."""
    return list(
        Session.objects.filter(
            person=person.pk, handle__isnull=False, expire_date__gt=at
        ).order_by("-last_used_at")
    )
