"""Reading people and members."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role, Session
from msa.accounts.router import door

_ROLES_HERE = {
    "casework": (Role.WORKER, Role.MANAGER, Role.ADMIN),
    "national": (Role.NATIONAL,),
}

#: Whoever opens doors for others; with the role go the links that he made.
LETS_IN = [Role.ADMIN.value, Role.NATIONAL.value]


def works_here(member: str = "", *, at: datetime) -> Q:
    """Return the condition that a member, reached by a prefix, has not left."""
    return Q(**{f"{member}left_at": None}) | Q(**{f"{member}left_at__gt": at})


def actors_of(person: Person, *, at: datetime) -> list[Actor]:
    """Return every role a person holds now, asked anew at each request (CAS-04).

    Read through the door: before the organisation is known there is no context.
    """
    members = (
        Member.objects.using(door())
        .filter(works_here(at=at), person=person.pk)
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


def own_actors(person: UUID, *, at: datetime) -> list[Actor]:
    """Return as whom somebody's own acts are recorded: once in each organisation.

    In a role that this site's login can take. Where he has none here, in the first of
    those: a sign-in on the wrong site is remembered too.
    """
    here = _ROLES_HERE.get(settings.MSA_SITE, tuple(Role))
    found: dict[UUID, Actor] = {}
    for actor in actors_of(Person(pk=person), at=at):
        if actor.role in here:
            found.setdefault(actor.organisation, actor)
    for actor in actors_of(Person(pk=person), at=at):
        found.setdefault(actor.organisation, replace(actor, role=here[0]))
    return list(found.values())


def present_members(*, at: datetime) -> list[Member]:
    """Return everybody who works for the organisation now, by name."""
    return list(Member.objects.filter(works_here(at=at)).order_by("name"))


def members_with_role(role: Role, *, at: datetime) -> list[Member]:
    """Return the organisation's present members with a role, by name."""
    return list(
        Member.objects.filter(works_here(at=at), roles__contains=[role.value]).order_by(
            "name"
        )
    )


def member_names(members: set[UUID]) -> dict[UUID, str]:
    """Return the names of members by id, those who have left included."""
    return dict(Member.objects.filter(id__in=members).values_list("id", "name"))


def person_of(pk: UUID) -> Person:
    """Return somebody's sign-in."""
    return Person.objects.get(pk=pk)


def person_with(email: str) -> Person | None:
    """Return whoever signs in with an email address."""
    return Person.objects.filter(email=email, is_active=True).first()


def sessions_of(person: Person, *, at: datetime) -> list[Session]:
    """Return where somebody is signed in now, the browser used last first."""
    return list(
        Session.objects.filter(
            person=person.pk, handle__isnull=False, expire_date__gt=at
        ).order_by("-last_used_at")
    )
