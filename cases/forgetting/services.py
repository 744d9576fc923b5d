"""Letting earlier words go: one asks, another decides, and it is done at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from cases.forgetting.enums import Ground, Outcome, Part, Stays
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor

#: The states with which PostgreSQL says that words stay, and that it is not for him.
_STAYS, _NOT_FOR_HIM = "MS070", "42501"


class WordsStay(Exception):
    """The words have to stay; ``why`` says what forbids it."""

    def __init__(self, why: Stays) -> None:
        super().__init__(why.value)
        self.why = why


def ask(actor: Actor, subject: UUID, part: Part, ground: Ground) -> UUID:
    """Ask that what was superseded of one part by now lose its words.

    The database counts what that is, by its own clock, and writes the audit's event.

    Raises:
        NotVisible: the actor is not his own peer worker.
        WordsStay: a hold or a duty forbids it, there are none, or somebody has asked.
    """
    asked = uuid.uuid4()
    kind, session = ("", part) if isinstance(part, UUID) else (part.value, None)
    with _told_why(NotVisible()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sec.ask_to_forget(%s, %s, %s, %s, %s)",
            [asked, subject, kind, session, ground.value],
        )
    return asked


def decide(actor: Actor, pk: UUID, outcome: Outcome) -> None:
    """Be the second of the two: let the words go at once, or say that they stay.

    The database writes the audit's event.

    Raises:
        AccessDenied: the actor asked himself, or it was decided already.
        WordsStay: a hold or a duty forbids it by now, or he took his consent back.
    """
    refused = AccessDenied(Reason.NOT_READY)
    with _told_why(refused), connection.cursor() as cursor:
        cursor.execute("SELECT sec.decide_forgetting(%s, %s)", [pk, outcome.value])


@contextmanager
def _told_why(not_for_him: Exception) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except DatabaseError as fault:
        state = getattr(fault.__cause__, "sqlstate", "")
        if state == _STAYS:
            said = fault.__cause__.diag.message_detail  # type: ignore[union-attr]  # psycopg's
            raise WordsStay(Stays(said)) from fault
        if state == _NOT_FOR_HIM:
            raise not_for_him from fault
        raise
