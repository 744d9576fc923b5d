"""Who is asking: signed for PostgreSQL, carried by a ContextVar.

PostgreSQL keeps organisations apart (SEC-01). Every transaction on the ``default``
connection starts with a *context*: organisation, person, role and expiry under an
HMAC that only this process and the database's definer functions can make. The
token and the matching ``SET LOCAL ROLE`` travel as one message with ``BEGIN``.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

#: Roles a context may name; each is a database role ``msa_<role>``.
ROLES = frozenset(
    {
        "worker",
        "manager",
        "admin",
        "survivor",
        "national",
        "funder",
        "reporting",
        "owner",
    }
)
#: A token is signed at each BEGIN, so it need not live longer than one request.
LIFETIME_SECONDS = 60
_TOKEN_ALPHABET = re.compile(r"\A[0-9a-z|\-]+\Z")


@dataclass(frozen=True, slots=True)
class Context:
    """One person acting in one role for one organisation."""

    organisation: UUID
    person: UUID
    role: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")


_current: ContextVar[Context | None] = ContextVar("msa_tenancy_context", default=None)


def current() -> Context | None:
    """Return the context of this request, job or command, or None."""
    return _current.get()


def sign(context: Context, *, at: float | None = None) -> str:
    """Return the signed token for ``context``, good for a minute from ``at``."""
    expires = int(time.time() if at is None else at) + LIFETIME_SECONDS
    key = settings.MSA_CONTEXT_KEY
    body = "|".join(
        [
            key_id(key),
            str(context.organisation),
            str(context.person),
            context.role,
            str(expires),
        ]
    )
    mac = hmac.digest(key, body.encode(), hashlib.sha256).hex()
    token = f"{body}|{mac}"
    # The token is put into SQL by hand (it rides with BEGIN): check its alphabet.
    if not _TOKEN_ALPHABET.match(token):
        raise ValueError("a context token may hold only digits, a-z, '|' and '-'")
    return token


@lru_cache(maxsize=8)
def key_id(key: bytes) -> str:
    """Return the name by which PostgreSQL knows a context key.

    It follows from the key, so no two processes can mean different keys by one name.
    """
    return "k" + hashlib.sha256(b"msa-context-key-id" + key).hexdigest()[:16]


def statement(context: Context | None) -> bytes:
    """Return the SQL that makes ``context`` hold until the transaction ends."""
    if context is None:
        role, token = settings.MSA_IDLE_ROLE, ""
    else:
        role, token = f"msa_{context.role}", sign(context)
    # Utility statements: PostgreSQL plans nothing for them and returns no row.
    return f"SET LOCAL app.context = '{token}'; SET LOCAL ROLE {role}".encode()


@contextmanager
def use(context: Context | None) -> Iterator[None]:
    """Act as ``context`` inside the block: the only way to become somebody.

    Inside an open transaction it takes effect at once and is undone on leaving, so
    nested use and tests that run in one transaction behave like separate requests.
    """
    connection: Any = connections["default"]
    token = _current.set(context)
    try:
        if connection.in_atomic_block:
            connection.send_context()
        yield
    finally:
        _current.reset(token)
        if connection.in_atomic_block:
            connection.send_context()


@contextmanager
def in_transaction() -> Iterator[None]:
    """Join the open transaction, or open one.

    For a service that refuses before it writes: in a request it needs no savepoint.
    """
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        yield
