"""Reading short notes, as they wait for whoever they are for (UI-M2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.queries.people import PersonCard, named
from cases.workload.enums import Direction
from cases.workload.models import ShortNote
from cases.workload.sealing import SHORT_NOTE, NoteWords
from consent.documents import open_documents
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A short note that was opened, and from whom."""

    id: UUID
    subject: UUID
    by: str
    written_at: datetime
    is_urgent: bool
    is_for_me: bool
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody about whom a note waits; it is opened on his page."""

    card: PersonCard
    by: str
    written_at: datetime


def notes_about(actor: Actor, subject: UUID) -> list[NoteLine]:
    """Open the notes about one person that nobody has read yet, the newest first."""
    rows = list(
        ShortNote.objects.filter(subject=subject, read_at=None).order_by("-written_at")
    )
    opened = open_documents(actor, rows, SHORT_NOTE, Purpose.RECORD, act="open")
    names = member_names({row.written_by_id for row in rows})
    return [
        NoteLine(
            row.id,
            row.subject_id,
            names[row.written_by_id],
            row.written_at,
            row.is_urgent,
            row.direction == for_role(actor),
            NoteWords.of(opened[row.id]).words,
        )
        for row in rows
        if row.id in opened
    ]


def unread(actor: Actor, *, limit: int = 10) -> list[Unread]:
    """Return about whom a note waits for the actor; no note is opened for it."""
    rows = list(
        ShortNote.objects.filter(direction=for_role(actor), read_at=None).order_by(
            "-written_at"
        )[:limit]
    )
    if not rows:
        return []
    cards = named(actor, {row.subject_id for row in rows})
    names = member_names({row.written_by_id for row in rows})
    return [
        Unread(cards[row.subject_id], names[row.written_by_id], row.written_at)
        for row in rows
        if row.subject_id in cards
    ]


def for_role(actor: Actor) -> Direction:
    """Return which notes are for somebody in the actor's role."""
    is_managers = actor.role == Role.MANAGER
    return Direction.TO_MANAGER if is_managers else Direction.TO_WORKER
