"""Reading one record in an emergency: what is open now, and who read when (CON-07).

What a reading opens comes from functions of the database that ask for a live one; every
key that is released for it leaves its event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cases.emails.models import EmailPart
from cases.emails.words import EMAIL, KeptEmail
from cases.enums import SectionKind
from cases.models import Client, HarmTold, Section, Session, SessionNote
from cases.overrides.models import EmergencyReading
from cases.overrides.sealing import words_of
from cases.sections import HARM_TOLD, NOTE, SECTION, HarmWords, Note
from consent.documents import Act, Document, open_documents
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names
from msa.audit.recording import record

PAGE = 25
_MOST = 50
_ACT: Act = "read-in-emergency"
_PEOPLE = ("read_by", "reviewed_by")
_NEWEST = """
SELECT * FROM sec.sessions_in_emergency(%s) s
 WHERE %s::date IS NULL OR (s.held_on, s.id) < (%s::date, %s::uuid)
 ORDER BY s.held_on DESC, s.id DESC LIMIT %s
"""
_NOTES = "SELECT * FROM sec.notes_in_emergency(%s) n WHERE n.session_id = ANY (%s)"
_EMAILS = "SELECT * FROM sec.emails_in_emergency(%s) e WHERE e.session_id = ANY (%s)"
Cursor = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it stands, from the record in force or one that he sealed."""

    kind: SectionKind
    words: Document
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """What stands apart from his record, from one in force or one that he sealed."""

    words: HarmWords
    is_sealed: bool
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Met:
    """One session and what was written about it."""

    session: Session
    worker: str
    note: Note | None
    email: KeptEmail | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What an emergency opens: his sections, and a page of his sessions."""

    parts: list[Part]
    apart: list[Apart]
    sessions: list[Met]
    older: Cursor | None


@dataclass(frozen=True, slots=True)
class Line:
    """One reading in a list, and whose record it was, by its number."""

    row: EmergencyReading
    reference: str


def reading(pk: UUID, subject: UUID | None = None) -> EmergencyReading:
    """Return one reading.

    Raises:
        NotVisible: there is none for this actor, or it is another survivor's.
    """
    rows = _rows().filter(subject=subject) if subject else _rows()
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row


def reason_of(actor: Actor, row: EmergencyReading) -> str:
    """Return why somebody read, in his words; the audit records the look at it."""
    record(actor, "emergency.looked-at", subject=row.subject_id)
    return str(words_of(row).get("reason", ""))


def is_open(actor: Actor, row: EmergencyReading, *, at: datetime) -> bool:
    """May this actor read by it now? The database asks its own clock again."""
    return row.read_by_id == actor.member and at < row.until


def may_review(actor: Actor, row: EmergencyReading) -> bool:
    """May this actor be the one who reviews it?"""
    is_manager = actor.role == Role.MANAGER
    return is_manager and row.waits_for_review and row.read_by_id != actor.member


def newest() -> list[Line]:
    """Return the organisation's readings, the newest first; those long ago are few."""
    return _lines(list(_rows()[:_MOST]))


def to_review() -> list[Line]:
    """Return those that nobody has reviewed, the oldest first."""
    return _lines(list(_rows().filter(reviewed_at=None).order_by("opened_at")))


def _lines(rows: list[EmergencyReading]) -> list[Line]:
    known = Client.objects.filter(subject__in={row.subject_id for row in rows})
    references = dict(known.values_list("subject", "reference"))
    return [Line(row, references.get(row.subject_id, "")) for row in rows]


def unreviewed() -> list[EmergencyReading]:
    """Return what waits for a review, as the administrator may know it: of nobody."""
    rows = EmergencyReading.objects.only("ground", "read_by", "opened_at")
    waiting = rows.filter(reviewed_at=None).select_related("read_by")
    return list(waiting.order_by("opened_at"))


def opened(actor: Actor, subject: UUID, *, after: Cursor | None = None) -> Opened:
    """Return what a live reading opens of one record; without one it is empty."""
    parts = _parts(actor, subject)
    on, last = after or (None, None)
    rows = list(Session.objects.raw(_NEWEST, [subject, on, on, last, PAGE + 1]))
    page = rows[:PAGE]
    shown = [row.id for row in page]
    notes, emails = _notes(actor, subject, shown), _emails(actor, subject, shown)
    names = member_names({row.worker_id for row in page})
    older = (page[-1].held_on, page[-1].id) if len(rows) > PAGE else None
    met = [
        Met(row, names.get(row.worker_id, ""), notes.get(row.id), emails.get(row.id))
        for row in page
    ]
    return Opened(parts, _apart(actor, subject), met, older)


def left_to_administrators() -> frozenset[UUID]:
    """Return which reviews no manager can do, so that an administrator may note them.

    No other manager is here, or the survivor keeps them away (REC-08). Empty for
    whoever is no administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.reviews_left()")
        (left,) = cursor.fetchone() or ((),)
        return frozenset(left)


def _parts(actor: Actor, subject: UUID) -> list[Part]:
    rows = list(
        Section.objects.raw("SELECT * FROM sec.sections_in_emergency(%s)", [subject])
    )
    documents = open_documents(actor, rows, SECTION, Purpose.RECORD, act=_ACT)
    order = list(SectionKind)
    rows.sort(key=lambda row: row.written_at, reverse=True)
    rows.sort(key=lambda row: (row.withheld, order.index(SectionKind(row.kind))))
    return [
        Part(SectionKind(row.kind), documents[row.id], row.withheld)
        for row in rows
        if row.id in documents
    ]


def _apart(actor: Actor, subject: UUID) -> list[Apart]:
    asked = "SELECT * FROM sec.harm_told_in_emergency(%s)"
    rows = list(HarmTold.objects.raw(asked, [subject]))
    opened = open_documents(actor, rows, HARM_TOLD, Purpose.RECORD, act=_ACT)
    return [
        Apart(HarmWords.of(opened[row.id]), row.withheld, row.taken_back_at is not None)
        for row in rows
        if row.id in opened
    ]


def _notes(actor: Actor, subject: UUID, sessions: list[UUID]) -> dict[UUID, Note]:
    rows = list(SessionNote.objects.raw(_NOTES, [subject, sessions]))
    documents = open_documents(actor, rows, NOTE, Purpose.SESSIONS, act=_ACT)
    return {
        row.session_id: Note.of(documents[row.id])
        for row in rows
        if row.id in documents
    }


def _emails(actor: Actor, subject: UUID, sessions: list[UUID]) -> dict[UUID, KeptEmail]:
    rows = list(EmailPart.objects.raw(_EMAILS, [subject, sessions]))
    documents = open_documents(actor, rows, EMAIL, Purpose.SESSIONS, act=_ACT)
    return {
        row.session_id: KeptEmail.of(documents[row.id])
        for row in rows
        if row.id in documents
    }


def _rows() -> QuerySet[EmergencyReading]:
    rows = EmergencyReading.objects.select_related(*_PEOPLE)
    return rows.order_by("-opened_at", "id")
