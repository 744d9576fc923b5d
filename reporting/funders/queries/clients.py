"""Finding clients and their tokens."""

from __future__ import annotations

import hashlib
from uuid import UUID

from oauth2_provider.models import AccessToken

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.tenancy.models import Organisation, OrganisationKind
from reporting.funders.models import Client

#: National staff ask through the site's own login, which sees no hash of a secret.
STAFF = "default"


def clients(actor: Actor) -> list[Client]:
    """Return every client: those in force by name, then those that are over."""
    found = Client.objects.using(STAFF).defer("client_secret").order_by("name")
    return sorted(found, key=lambda one: one.revoked_at is not None)


def client(actor: Actor, pk: UUID) -> Client:
    """Return one client, without the hash of its secret.

    Raises:
        NotVisible: there is none with this id.
    """
    shown = Client.objects.using(STAFF).defer("client_secret")
    found: Client | None = shown.filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def names_in_use(actor: Actor) -> frozenset[str]:
    """Return the names of clients that were not ended, in lower case."""
    in_use = Client.objects.using(STAFF).filter(revoked_at=None)
    return frozenset(name.casefold() for name in in_use.values_list("name", flat=True))


def organisations(actor: Actor) -> list[tuple[str, str]]:
    """Return the member organisations by code and name."""
    members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
    return list(members.order_by("name").values_list("code", "name"))


def token_of(text: str) -> AccessToken | None:
    """Return the access token that reads ``text``, with its client; None if none does.

    Asked at the sign-in door, before anybody acts.
    """
    checksum = hashlib.sha256(text.encode()).hexdigest()
    found: AccessToken | None = (
        AccessToken.objects.select_related("application")
        .filter(token_checksum=checksum)
        .first()
    )
    return found
