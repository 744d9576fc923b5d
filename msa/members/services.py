"""Inviting somebody, changing what he does here, and ending it (SEC-03, CAS-04)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts import services as sign_ins
from msa.accounts.actor import Actor
from msa.accounts.links import digest_of, new_secret
from msa.accounts.models import Member, Reset, Role
from msa.accounts.router import door
from msa.audit.recording import record
from msa.members.models import Invitation
from msa.members.queries import member_here, works_elsewhere
from msa.tenancy.context import use

#: A link that lies about for longer is found by somebody else.
GOOD_FOR = timedelta(days=3)
#: Whoever can't sign in is waiting for it.
RESET_GOOD_FOR = timedelta(hours=24)


class WorksElsewhere(Exception):
    """Another organisation relies on this sign-in too, so none can reset it alone."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the secret of its link. The secret is shown once, not kept."""

    invitation: Invitation
    secret: str


@dataclass(frozen=True, slots=True)
class ResetMade:
    """A reset and the secret of its link. The secret is shown once, not kept."""

    reset: Reset
    secret: str


def roles_to_give(actor: Actor) -> tuple[Role, ...]:
    """Return the roles that somebody can give in his kind of organisation."""
    if actor.role == Role.NATIONAL:
        return (Role.NATIONAL,)
    return (Role.WORKER, Role.MANAGER, Role.ADMIN)


@transaction.atomic
def invite(actor: Actor, *, email: str, roles: Sequence[Role], at: datetime) -> Invited:
    """Invite the owner of an email address; an earlier invitation of his is withdrawn.

    It says nothing about whether somebody signs in with this address already.
    """
    _demand_roles(actor, roles)
    address = email.strip().lower()
    Invitation.objects.filter(
        email=address, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=at)
    secret = new_secret()
    invitation = Invitation(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        email=address,
        roles=[role.value for role in roles],
        digest=digest_of(secret),
        made_by_id=actor.member,
        made_at=at,
        expires_at=at + GOOD_FOR,
    )
    invitation.save(force_insert=True)
    record(
        actor,
        "invitation.made",
        invitation=str(invitation.id),
        roles=invitation.roles,
    )
    return Invited(invitation, secret)


@transaction.atomic
def withdraw(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Make an invitation worth nothing.

    Raises:
        NotVisible: there is none of that id that is open.
    """
    still_open = Invitation.objects.filter(
        id=pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    if not still_open.update(withdrawn_at=at):
        raise NotVisible
    record(actor, "invitation.withdrawn", invitation=str(pk))


def accept(
    secret: str, *, name: str, password: str = "", person: UUID | None = None
) -> Actor | None:
    """Use an invitation up; return who came in, or None if it let nobody in.

    With ``password`` a new person is made; ``person`` is somebody signed in with his
    second factor, whose email address must be the invited one.
    """
    who = person or uuid.uuid4()
    hashed = "" if person else make_password(password)
    with transaction.atomic(using=door()), transaction.atomic():
        joined = _join(secret, who, name, hashed)
        if joined is None:
            return None
        organisation, member, roles = joined
        actor = Actor(organisation, who, member, Role(roles[0]), name)
        with use(actor.context):
            record(actor, "invitation.accepted", member=str(member), roles=roles)
    return actor


def _join(
    secret: str, who: UUID, name: str, hashed: str
) -> tuple[UUID, UUID, list[str]] | None:
    with connections[door()].cursor() as cursor:
        cursor.execute(
            "SELECT organisation, member, roles"
            " FROM sec.join_organisation(%s, %s, %s, %s)",
            [digest_of(secret), who, name, hashed],
        )
        row: tuple[UUID, UUID, list[str]] | None = cursor.fetchone()
    return row


@transaction.atomic
def change_roles(
    actor: Actor, pk: UUID, *, roles: Sequence[Role], at: datetime
) -> None:
    """Change what somebody does here; it holds from his next request.

    Whoever is no peer worker any more has nobody to support: the manager finds his
    people among those who wait. What he does already is no change, and no event.

    Raises:
        NotVisible: nobody of that id works here.
        AccessDenied: it is the actor himself, or no role of this organisation.
    """
    member = _somebody_else(actor, pk, at=at)
    _demand_roles(actor, roles)
    if set(member.roles) == {role.value for role in roles}:
        return
    member.roles = [role.value for role in roles]
    member.save(update_fields=["roles"])
    record(actor, "member.changed", member=str(pk), roles=member.roles)


@transaction.atomic
def leave(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """End somebody's work here at once: his next request opens nothing (CAS-04, U05).

    The people he supported go to the manager, who hands them over.

    Raises:
        NotVisible: nobody of that id works here.
        AccessDenied: it is the actor himself.
    """
    member = _somebody_else(actor, pk, at=at)
    member.left_at = at
    member.save(update_fields=["left_at"])
    record(actor, "member.left", member=str(pk))
    sign_ins.end_sessions(person=member.person_id)


@transaction.atomic
def take_away_factors(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Let somebody who lost his phone set up another app after his password.

    His app and recovery codes are worth nothing from now, and he is signed out
    everywhere. His password stays: whoever takes the app away can't be him.

    Raises:
        NotVisible: nobody of that id works here.
        AccessDenied: it is the actor himself.
        WorksElsewhere: another organisation relies on the same sign-in.
    """
    member = _who_is_ours_alone(actor, pk, at=at)
    record(actor, "member.factors-taken", member=str(pk))
    sign_ins.take_away_factors(person=member.person_id)


@transaction.atomic
def make_reset(actor: Actor, pk: UUID, *, factors_too: bool, at: datetime) -> ResetMade:
    """Make a link by which somebody who can't sign in sets a new password, once.

    His sessions end now, and again when it is used; an earlier link of his is over.
    Unless ``factors_too``, a password is all that the link gives: he still shows his
    factor, so that the maker can't become him. Either way his next sign-in and his own
    page tell him who made it and when.

    Raises:
        NotVisible: nobody of that id works here.
        AccessDenied: it is the actor himself.
        WorksElsewhere: another organisation relies on the same sign-in.
    """
    member = _who_is_ours_alone(actor, pk, at=at)
    made = store_reset(member, made_by=actor.member, factors_too=factors_too, at=at)
    lost = "both" if factors_too else "password"
    record(actor, "member.reset", member=str(pk), reset=str(made.reset.id), lost=lost)
    sign_ins.end_sessions(person=member.person_id)
    return made


def store_reset(
    member: Member, *, made_by: UUID, factors_too: bool, at: datetime
) -> ResetMade:
    """Store a link for a member; an earlier one of his is over.

    It asks nobody's leave and tells no audit: that is for whoever calls it.
    """
    Reset.objects.filter(member=member, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    secret = new_secret()
    reset = Reset(
        id=uuid.uuid4(),
        organisation_id=member.organisation_id,
        member=member,
        made_by_id=made_by,
        factors_too=factors_too,
        digest=digest_of(secret),
        made_at=at,
        expires_at=at + RESET_GOOD_FOR,
    )
    reset.save(force_insert=True)
    return ResetMade(reset, secret)


def _somebody_else(actor: Actor, pk: UUID, *, at: datetime) -> Member:
    member = member_here(pk, at=at)
    if member.id == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    return member


def _who_is_ours_alone(actor: Actor, pk: UUID, *, at: datetime) -> Member:
    member = _somebody_else(actor, pk, at=at)
    if works_elsewhere(member, at=at):
        raise WorksElsewhere
    return member


def _demand_roles(actor: Actor, roles: Sequence[Role]) -> None:
    if not roles or not set(roles) <= set(roles_to_give(actor)):
        raise AccessDenied(Reason.NOT_THEIR_ROLE)
