"""Reading imports: the administrator's list, and who may import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from msa.accounts.actor import Actor
from msa.accounts.models import Member, Person, Role
from msa.accounts.queries import member_names
from msa.exchange.models import ImportBatch
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import on the administrator's page; ``counts`` holds codes and numbers."""

    id: UUID
    made_at: datetime
    made_by: str
    state: str
    mapping: str
    undone_at: datetime | None
    counts: dict[str, Any]


class NoAdministrator(Exception):
    """There is no such import, or nobody who may import for an organisation."""


@contextmanager
def _as_owner(organisation: UUID) -> Iterator[None]:
    with use(Context(organisation, FOUNDER, "owner")), transaction.atomic():
        yield


def imports() -> list[ImportLine]:
    """Return the organisation's imports, newest first."""
    batches = list(ImportBatch.objects.order_by("-made_at", "id"))
    names = member_names({batch.made_by_id for batch in batches})
    return [
        ImportLine(
            id=batch.id,
            made_at=batch.made_at,
            made_by=names[batch.made_by_id],
            state=batch.state,
            mapping=batch.mapping,
            undone_at=batch.undone_at,
            counts=batch.counts,
        )
        for batch in batches
    ]


def administrator(
    organisation: Organisation, *, email: str = "", at: datetime
) -> Actor:
    """Return an administrator of an organisation to act as. Run as the owner.

    Without ``email`` it is the one who has been there longest.

    Raises:
        NoAdministrator: there is none, or nobody with that address is one.
    """
    with _as_owner(organisation.id):
        members = Member.objects.filter(
            Q(left_at=None) | Q(left_at__gt=at), roles__contains=[Role.ADMIN.value]
        )
        if email:
            people = Person.objects.filter(email=email.lower(), is_active=True)
            members = members.filter(person__in=people.values("id"))
        member = members.order_by("joined_at", "id").first()
    if member is None:
        raise NoAdministrator(
            f"Nobody like that administers {organisation.name}; name a member with "
            "that role."
        )
    return Actor(
        organisation=organisation.id,
        person=member.person_id,
        member=member.id,
        role=Role.ADMIN,
        name=member.name,
    )


def organisation_of(batch: UUID) -> Organisation:
    """Return whose import this is. Run as the owner.

    Raises:
        NoAdministrator: no organisation has such an import.
    """
    with _as_owner(FOUNDER):
        candidates = list(Organisation.objects.all())
    # Imports are policed like everything else: each organisation is asked by itself.
    for organisation in candidates:
        with _as_owner(organisation.id):
            if ImportBatch.objects.filter(id=batch).exists():
                return organisation
    raise NoAdministrator("There is no such import.")
