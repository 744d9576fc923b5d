"""Making people and members; run as the owner until invitations do it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation


def add_member(
    organisation: Organisation,
    *,
    email: str,
    password: str,
    name: str,
    roles: Sequence[Role],
    at: datetime,
    totp_secret: str = "",
) -> list[Actor]:
    """Store somebody who works for an organisation; return his actors, one per role.

    With ``totp_secret`` his second factor is set up as well.

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
