"""A small committed world with something to steal: a mark in all that is sealed."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import psycopg

from cases.enums import Mode, SessionKind
from cases.sections import Contact, Identity, Note
from cases.services import people, sessions
from cases.services.sessions import Held
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, statement, use
from tests.cast import NOW, TODAY, USUAL, Cast, agreements, assemble
from tests.databases import as_login

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Survivor:
    """Somebody who told something: who he is to us, and the words to look for."""

    subject: UUID
    session: UUID
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """The database, the cast, and one survivor on each side of each door."""

    database: str
    cast: Cast
    own: Survivor
    colleagues: Survivor
    foreign: Survivor


def set_up(database: str) -> Stage:
    """Fill the database that Django's default connection is pointed at."""
    cast = assemble()
    return Stage(
        database,
        cast,
        own=survivor(cast.worker, "Aotea"),
        colleagues=survivor(cast.colleague, "Bluff"),
        foreign=survivor(cast.outsider, "Cromwell"),
    )


def survivor(actor: Actor, mark: str, *purposes: Purpose) -> Survivor:
    """Let somebody agree, give his name and channel, and be met once."""
    words = tuple(f"{part}-{mark}-{uuid.uuid4().hex[:8]}" for part in _PARTS)
    name, last, may_say, address, body = words
    identity = Identity(name=name, last_name=last, birth_date="1980-02-03")
    contact = Contact(
        phone="021 555 0101", phone_safe=True, may_say=may_say, address=address
    )
    session = uuid.uuid4()
    with use(actor.context):
        agreed = agreements(*(purposes or USUAL))
        subject = people.welcome(actor, agreed, at=NOW)
        people.introduce(actor, subject, identity=identity, contact=contact, at=NOW)
        held = Held(TODAY, 60, SessionKind.ONE_TO_ONE, Mode.IN_PERSON)
        if not purposes or Purpose.SESSIONS in purposes:
            note = Note(body=body)
            sessions.log(actor, subject.id, held, note, id=session, at=NOW)
    return Survivor(subject.id, session, words)


_PARTS = ("Tānenui", "Whānau", "Sayonlythis", "Kōwhai-street", "Hetoldmethat")


@contextmanager
def inside(
    database: str, context: Context, login: str = "msa_app"
) -> Iterator[Connection]:
    """A transaction begun as the product begins one, and rolled back."""
    with as_login(login, database) as connection:
        connection.execute(statement(context))
        yield connection
        connection.rollback()


@cache
def disguises(word: str) -> frozenset[bytes]:
    """Return the forms in which a word might stand in a dump or a stream."""
    raw = word.encode()
    forms = {raw, word.encode("utf-16-le"), word.encode("utf-16-be")}
    for text in list(forms):
        forms.add(text.hex().encode())
        for shift in range(3):
            # Base64 depends on where the word begins; the middle of it does not vary.
            encoded = base64.b64encode(b"\0" * shift + text)
            forms.add(encoded[4:-4])
    forms.add(word.encode("unicode_escape"))
    # What is left of a short word in base64 would be found anywhere.
    return frozenset(form for form in forms if len(form) >= 6)


def found_in(haystack: bytes, words: tuple[str, ...]) -> list[str]:
    """Return the words that stand in ``haystack`` in any form."""
    return [word for word in words if any(form in haystack for form in disguises(word))]
