"""Giving, using and ending funders' access (REP-09)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections, router, transaction
from django.db.models import Q
from oauth2_provider.models import AccessToken

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.tenancy.context import use
from reporting.funders.addresses import admits
from reporting.funders.caller import Caller
from reporting.funders.enums import Scope
from reporting.funders.models import Client
from reporting.funders.queries.clients import STAFF, token_of

#: So much of a secret is shown for ever; the rest has 256 bits of its own.
PREFIX = "msaf_"
_SHOWN = len(PREFIX) + 4
#: An expired token is kept for so long, so that its owner is told what is wrong.
_KEPT = timedelta(days=1)
#: The last use is noted to the minute: more would be a write for each call.
_GAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Given:
    """A new access with its secret, which nobody can read again."""

    client: Client
    secret: str

    def __repr__(self) -> str:
        return f"Given({self.client.id})"


class NotAdmitted(Exception):
    """A token that may not be used here and now; ``caller`` is whose it is, if known.

    ``reason`` is one of ``unknown``, ``expired``, ``ended`` and ``address``.
    """

    def __init__(self, reason: str, caller: Caller | None = None) -> None:
        super().__init__(reason)
        self.reason, self.caller = reason, caller


@transaction.atomic
def give(
    actor: Actor,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    at: datetime,
    organisations: Sequence[str] = (),
    networks: Sequence[str] = (),
) -> Given:
    """Give a funder's program access, and return its secret for this one time.

    Raises:
        IntegrityError: a client in force has this name, or it would last over a year.
    """
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    client = Client(
        id=uuid.uuid4(),
        client_id=f"funder-{secrets.token_hex(8)}",
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        client_secret=make_password(secret),
        secret_prefix=secret[:_SHOWN],
        name=name,
        scopes=list(scopes),
        organisations=list(organisations) if Scope.ORGANISATIONS in scopes else [],
        networks=list(networks),
        body=actor.organisation,
        made_by=actor.person,
        made_at=at,
        expires_at=expires_at,
    )
    client.save(using=STAFF, force_insert=True)
    record(
        actor,
        "funder-access.given",
        client=str(client.id),
        scopes=list(client.scopes),
        organisations=client.organisations,
    )
    return Given(client, secret)


@transaction.atomic
def end(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """End an access: its tokens are refused from the next call on.

    An access that has ended stays as it is.

    Raises:
        NotVisible: there is no such client.
    """
    of_it = Client.objects.using(STAFF).filter(id=pk)
    if of_it.filter(revoked_at=None).update(revoked_by=actor.person, revoked_at=at):
        record(actor, "funder-access.ended", client=str(pk))
    elif not of_it.exists():
        raise NotVisible


def admit(text: str, *, address: str, at: datetime) -> Caller:
    """Return whose token this is and what it may read; note that it was used.

    Raises:
        NotAdmitted: the token is unknown or expired, its access has ended, or it may
            not be used from this address.
    """
    token = token_of(text)
    if token is None:
        raise NotAdmitted("unknown")
    client: Client = token.application
    caller = caller_of(client, token.scope.split())
    if token.expires <= at:
        raise NotAdmitted("expired", caller)
    if not client.is_in_force(at):
        raise NotAdmitted("ended", caller)
    if not admits(client.networks, address):
        raise NotAdmitted("address", caller)
    _note_use(client, at)
    return caller


def caller_of(client: Client, scopes: Sequence[str]) -> Caller:
    """Return a client as it may act with these scopes, never more than its own."""
    held = frozenset(scopes) & frozenset(client.scopes)
    named = tuple(client.organisations) if Scope.ORGANISATIONS in held else ()
    return Caller(client.body, client.id, held, named)


def note_token(text: str, *, at: datetime) -> None:
    """Record that a token was issued, and forget those that have expired."""
    token = token_of(text)
    assert token is not None
    caller = caller_of(token.application, token.scope.split())
    _forget_expired(at)
    with use(caller.context), transaction.atomic():
        record(caller, "funder-token.issued", scopes=sorted(caller.scopes))


def note_refusal(client: Client) -> None:
    """Record that somebody asked for a token in a client's name and got none."""
    caller = caller_of(client, ())
    with use(caller.context), transaction.atomic():
        record(caller, "funder-token.refused")


def note_call(
    caller: Caller, *, route: str, report: str, status: int, request: str
) -> None:
    """Record one call: for what it asked, and how it was answered."""
    with use(caller.context), transaction.atomic():
        record(
            caller,
            "funder-call.answered",
            route=route,
            report=report,
            status=status,
            request=request,
        )


def _note_use(client: Client, at: datetime) -> None:
    not_lately = Q(last_used_at=None) | Q(last_used_at__lt=at - _GAP)
    Client.objects.filter(not_lately, id=client.id).update(last_used_at=at)


def _forget_expired(at: datetime) -> None:
    # In SQL: the ORM would look into tables of the library that this role can't see.
    with connections[router.db_for_write(AccessToken)].cursor() as cursor:
        cursor.execute(
            "DELETE FROM oauth2_provider_accesstoken WHERE expires < %s", [at - _KEPT]
        )
