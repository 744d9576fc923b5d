"""Making members from the command line, and ending the sessions of anybody."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role, Session
from msa.accounts.router import door
from msa.accounts.telling import tell
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation


def add_member(
    organisation: Organisation,
    *,
    email: str,
    password: str | None,
    name: str,
    roles: Sequence[Role],
    at: datetime,
    totp_secret: str = "",
) -> list[Actor]:
    """Store somebody who works for an organisation; return his actors, one per role.

    Without ``password`` he can't sign in before he has set one by a link. With
    ``totp_secret`` his second factor is set up as well.

    Raises:
        IntegrityError: somebody signs in with this email address already.
    """
    with use(Context(organisation.id, FOUNDER, "owner")), transaction.atomic():
        person = Person.objects.create_user(email, password)
        member = Member(
            id=uuid.uuid4(),
            organisation=organisation,
            person=person,
            name=name,
            roles=[role.value for role in roles],
            joined_at=at,
        )
        member.save(force_insert=True)
        if totp_secret:
            TOTP.activate(person, totp_secret)
    return [
        Actor(organisation.id, person.id, member.id, Role(role), name) for role in roles
    ]


def end_session(*, person: UUID, handle: UUID) -> None:
    """Sign one of somebody's browsers out; it opens nothing from its next request."""
    with use(None):
        Session.objects.filter(person=person, handle=handle).delete()


def end_sessions(*, person: UUID, but: str = "") -> None:
    """Sign all of somebody's browsers out but the one with this session key (U05)."""
    with use(None):
        Session.objects.filter(person=person).exclude(session_key=but).delete()


def change_password(person: Person, *, to: str) -> None:
    """Store a new password; sessions begun under the one before are worth nothing.

    Tells nobody: see :func:`change_own_password`.
    """
    person.set_password(to)
    with use(None):
        person.save(update_fields=["password"])


def change_own_password(person: Person, *, to: str) -> None:
    """Store the new password that somebody chose for himself."""
    with transaction.atomic(using=door()):
        change_password(person, to=to)
        tell(person, "password.changed")


def end_own_sessions(person: Person, *, handle: UUID | None = None, but: str) -> None:
    """Sign out one of one's own browsers, or all but the one with this session key."""
    with transaction.atomic(using=door()):
        if handle is None:
            end_sessions(person=person.pk, but=but)
        else:
            end_session(person=person.pk, handle=handle)
        tell(person, "session.ended", which="others" if handle is None else "one")


def take_away_factors(*, person: UUID) -> None:
    """Take somebody's second factors away, and sign him out everywhere.

    His password alone then leads to setting up a new one, and to nothing else (U01).
    """
    with use(None):
        Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person)
