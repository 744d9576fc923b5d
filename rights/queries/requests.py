"""Reading what survivors asked for, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from cases.models import Section, Session
from cases.queries.people import PersonCard, named
from cases.queries.sessions import NEWEST_FIRST
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from rights.enums import Kind
from rights.models import Copy, Request, Words
from rights.places import Place, place_of
from rights.policies import Clock, clock
from rights.sealing import WORDS

_ANSWERED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request in a list."""

    request: Request
    clock: Clock
    place: Place | None
    recorded_by: str
    answered_by: str

    @property
    def is_copy(self) -> bool:
        """Is it a copy that he asked for?"""
        return self.request.kind == Kind.COPY

    @property
    def is_open(self) -> bool:
        """Is it still to be answered?"""
        return not self.request.outcome


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request opened: its words by part, and the copies that wait."""

    line: RequestLine
    words: dict[str, str]
    copies: list[Copy]
    revision: int
    """Newest revision of the section that was saved since he asked, or 0."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in a list of several people's: what to call him, and the clock."""

    subject: UUID
    card: PersonCard | None
    """None while his record is sealed."""
    line: RequestLine


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person's page says of his requests."""

    subject: UUID
    open: list[RequestLine]
    answered: int


def requests_of(actor: Actor, subject: UUID, *, on: date) -> list[RequestLine]:
    """Return what a person asked for, newest first; no words are opened.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    rows = Request.objects.filter(subject=subject).order_by("-recorded_at")
    return _lines(list(rows), on=on)


def request(actor: Actor, subject: UUID, pk: UUID, *, on: date) -> RequestPage:
    """Open one request; the audit records it where it has words.

    Raises:
        NotVisible: there is no such request for this actor.
    """
    row = found(subject, pk)
    (line,) = _lines([row], on=on)
    return RequestPage(
        line=line,
        words=words_of(actor, row),
        copies=list(Copy.objects.filter(request=pk).order_by("-format")),
        revision=_revision_since(row),
    )


def found(subject: UUID, pk: UUID) -> Request:
    """Return a request that the actor may see.

    Raises:
        NotVisible: there is none.
    """
    row = Request.objects.filter(subject=subject, id=pk).first()
    if row is None:
        raise NotVisible
    return row


def words_of(actor: Actor, row: Request) -> dict[str, str]:
    """Return the words about a request by part; the sealed ones are left out."""
    rows = list(Words.objects.filter(request=row.id))
    opened = open_documents(actor, rows, WORDS, Purpose.RECORD, act="open")
    return {one.part: opened[one.id]["words"] for one in rows if one.id in opened}


def waiting(actor: Actor, *, on: date, limit: int | None = None) -> list[Waiting]:
    """Return open requests of the actor's people, the most pressing first."""
    rows = Request.objects.filter(outcome="").order_by("due_on", "recorded_at")
    return _waiting(actor, list(rows[:limit]), on=on)


def answered(actor: Actor, *, on: date) -> list[Waiting]:
    """Return the requests that were answered last."""
    rows = Request.objects.exclude(outcome="").order_by("-answered_at")
    return _waiting(actor, list(rows[:_ANSWERED_SHOWN]), on=on)


def standing(subject: UUID, *, on: date) -> Standing:
    """Return the open requests of one person, and how many were answered."""
    rows = Request.objects.filter(subject=subject)
    done = rows.aggregate(n=Count("id", filter=~Q(outcome="")))["n"]
    pending = list(rows.filter(outcome="").order_by("due_on"))
    return Standing(subject, _lines(pending, on=on), done)


def correctable(subject: UUID) -> list[Place]:
    """Return the parts of a record that can be put right: sections and sessions.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    kinds = Section.objects.filter(subject=subject, superseded=False)
    sessions = Session.objects.filter(subject=subject).order_by(*NEWEST_FIRST)
    return [
        *(Place.section(kind) for kind in kinds.values_list("kind", flat=True)),
        *(Place.of_session(row) for row in sessions),
    ]


def _revision_since(row: Request) -> int:
    if not row.section:
        return 0
    saved = Section.objects.filter(
        subject=row.subject_id,
        kind=row.section,
        superseded=False,
        written_at__gt=row.recorded_at,
    )
    return saved.values_list("revision", flat=True).first() or 0


def _waiting(actor: Actor, rows: list[Request], *, on: date) -> list[Waiting]:
    if not rows:
        return []
    cards = named(actor, {row.subject_id for row in rows})
    return [
        Waiting(line.request.subject_id, cards.get(line.request.subject_id), line)
        for line in _lines(rows, on=on)
    ]


def _lines(rows: list[Request], *, on: date) -> list[RequestLine]:
    members = {row.recorded_by_id for row in rows}
    members |= {row.answered_by_id for row in rows if row.answered_by_id}
    names = member_names(members)
    held = {row.session for row in rows if row.session}
    sessions = {one.id: one for one in Session.objects.filter(id__in=held)}
    return [
        RequestLine(
            request=row,
            clock=clock(row.due_on, on=on),
            place=place_of(row, sessions),
            recorded_by=names.get(row.recorded_by_id, ""),
            answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
        )
        for row in rows
    ]
