"""Passkeys: a device signs what this site asks, and its key never leaves it (SEC-03).

What the library keeps for a passkey it keeps in clear, and it never looks at the sign
counter. So only its row is used here: what is in it is sealed, bound to its person and
good for one site, and one statement decides whether an answer counts.
"""

from __future__ import annotations

import hashlib
import struct
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from msa.accounts.models import Person
from msa.vault.account_secrets import open_text, seal_text
from msa.vault.envelope import CannotOpen

#: How long a question stands, in which a device has to answer it.
ANSWER_SECONDS = 5 * 60
LONGEST_NAME = 40
#: An answer of a device is a few hundred characters; nobody has ours read a book.
LONGEST_ANSWER = 20_000
_KIND = Authenticator.Type.WEBAUTHN
_ASKED = "passkey"
#: What a hostile answer makes the library trip over; a good one never does.
_UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError),
    # The last is the library's own word for a kind of key that it does not know.
    *(struct.error, RecursionError, NotImplementedError),
)


class NotShown(Exception):
    """The answer proves nothing: another key, site, question or person, or used."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of a person on this site, opened."""

    factor: Authenticator
    name: str
    credential: AttestedCredentialData


def passkeys_of(person: Any) -> list[Passkey]:
    """Return a person's passkeys for this site, the oldest first."""
    rows = Authenticator.objects.filter(
        user=person.pk, type=_KIND, data__site=settings.MSA_SITE
    ).order_by("created_at")
    opened = (_opened(row) for row in rows)
    return [passkey for passkey in opened if passkey is not None]


def offer(request: HttpRequest) -> dict[str, Any]:
    """Ask a device for a new passkey of whoever is signed in; return what to ask it.

    The device is told a name that says nothing about whose notes these are.
    """
    person: Any = request.user
    label = gettext("Sign-in")
    options, state = _site(request).register_begin(
        user=PublicKeyCredentialUserEntity(
            name=label, display_name=label, id=person.pk.bytes
        ),
        credentials=[passkey.credential for passkey in passkeys_of(person)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    _remember(request, state, act="offer", person=str(person.pk))
    return dict(options)


def keep(request: HttpRequest, *, name: str, answer: str) -> Authenticator:
    """Store the passkey that a device answered :func:`offer` with.

    Raises:
        NotShown: the answer is not to what was asked just now.
    """
    person: Any = request.user
    state = _asked(request, act="offer", person=str(person.pk))
    try:
        made = RegistrationResponse.from_dict(_read(answer))
        data = _site(request).register_complete(state, made)
    except _UNREADABLE as fault:
        raise NotShown from fault
    if data.credential_data is None:
        raise NotShown
    factor = Authenticator(
        user=person,
        type=_KIND,
        data={
            "site": settings.MSA_SITE,
            "sealed": _sealed(person.pk, name, data.credential_data),
            "count": data.counter,
        },
    )
    factor.save(force_insert=True)
    return factor


def ask(request: HttpRequest, person: Person | None) -> dict[str, Any]:
    """Ask a device to show a passkey of ``person``; return what to ask it.

    Nobody named: any passkey of this site will do, and its device must know its owner
    by finger, face or PIN, for then nothing else is asked.
    """
    known = None
    if person is not None:
        known = [passkey.credential for passkey in passkeys_of(person)]
    options, state = _site(request).authenticate_begin(
        credentials=known,
        user_verification=(
            UserVerificationRequirement.REQUIRED
            if person is None
            else UserVerificationRequirement.PREFERRED
        ),
    )
    _remember(request, state, act="ask", person=str(person.pk) if person else "")
    return dict(options)


def shown(request: HttpRequest, person: Person | None, answer: str) -> Authenticator:
    """Return the passkey that ``answer`` shows; it shows it this once.

    Raises:
        NotShown: it is not a passkey of ``person`` for this site, not the answer to
            what was asked just now, was used before, or its counter went back.
    """
    state = _asked(request, act="ask", person=str(person.pk) if person else "")
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        found = _passkey_in(given, person)
        _site(request).authenticate_complete(state, [found.credential], given)
        told: AuthenticatorData = given.response.authenticator_data
    except _UNREADABLE as fault:
        raise NotShown from fault
    _use_up(found.factor, state["challenge"], told.counter)
    return found.factor


def _read(answer: str) -> Any:
    # The library's time to read one grows with the square of its length.
    if len(answer) > LONGEST_ANSWER:
        raise NotShown
    return orjson.loads(answer)


def _passkey_in(given: AuthenticationResponse, person: Person | None) -> Passkey:
    owner = person or _owner_named(given)
    for passkey in passkeys_of(owner):
        if passkey.credential.credential_id == given.raw_id:
            passkey.factor.user = owner
            return passkey
    raise NotShown


def _owner_named(given: AuthenticationResponse) -> Person:
    handle = given.response.user_handle
    owner = Person.objects.filter(
        pk=UUID(bytes=bytes(handle or b"")), is_active=True
    ).first()
    if owner is None:
        raise NotShown
    return owner


def _use_up(factor: Authenticator, challenge: str, count: int) -> None:
    """Count an answer, or refuse it: one statement decides between two at once.

    A counter that does not grow tells of a copied key. Devices that keep one key in
    many places send no counter; for them the answered question is what counts.
    """
    before, question = factor.data["count"], _digest(challenge)
    went_back = bool(count or before) and count <= before
    if went_back or factor.data.get("answered") == question:
        raise NotShown
    counted = {**factor.data, "count": count, "answered": question}
    changed = Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(
        data=counted
    )
    if not changed:
        raise NotShown
    factor.data = counted


def _site(request: HttpRequest) -> Fido2Server:
    """Return this site as a relying party; only its own pages may ask."""
    host = request.get_host()
    name, _port = split_domain_port(host)
    origin = f"{request.scheme}://{host}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=name, name=gettext("Notebook")),
        verify_origin=lambda told: told == origin,
    )


def _remember(request: HttpRequest, state: Any, *, act: str, person: str) -> None:
    request.session[_ASKED] = {
        "challenge": state["challenge"],
        "user_verification": UserVerificationRequirement(
            state["user_verification"]
        ).value,
        "act": act,
        "person": person,
        "at": int(time.time()),
    }


def _asked(request: HttpRequest, *, act: str, person: str) -> dict[str, Any]:
    """Return what was asked just now. It is forgotten: each question has one answer."""
    asked: dict[str, Any] = request.session.pop(_ASKED, {})
    if (asked.get("act"), asked.get("person")) != (act, person):
        raise NotShown
    if not 0 <= time.time() - asked["at"] + 1 < ANSWER_SECONDS:
        raise NotShown
    return asked


def _sealed(person: UUID, name: str, credential: AttestedCredentialData) -> str:
    # Bound to its person: a row that is given to somebody else opens nothing for him.
    inside = {
        "person": str(person),
        "site": settings.MSA_SITE,
        "name": name,
        "credential": websafe_encode(bytes(credential)),
    }
    return seal_text(orjson.dumps(inside).decode())


def _opened(row: Authenticator) -> Passkey | None:
    try:
        inside = orjson.loads(open_text(row.data["sealed"]))
    except CannotOpen:
        return None
    if (inside["person"], inside["site"]) != (str(row.user_id), settings.MSA_SITE):
        return None
    credential = AttestedCredentialData(websafe_decode(inside["credential"]))
    return Passkey(row, inside["name"], credential)


def _digest(challenge: str) -> str:
    return hashlib.sha256(challenge.encode()).hexdigest()
