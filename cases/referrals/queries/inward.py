"""Reading who sent whom to us, and who waits for an answer (REF-03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.enquiries.enums import State
from cases.models import Client
from cases.referrals.enums import Source, Urgency
from cases.referrals.models import Arrival, EnquiryReferral
from cases.referrals.policies import Waited, answer_by, waited
from cases.referrals.words import ARRIVAL, CameFrom
from consent.documents import open_documents
from consent.enums import Purpose
from consent.history import in_force
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date

Row = Arrival | EnquiryReferral


@dataclass(frozen=True, slots=True)
class Answering:
    """How soon somebody who was sent to us heard from us, or should."""

    by: date
    is_overdue: bool
    took: Waited

    @classmethod
    def of(cls, row: Row, *, at: datetime) -> Answering:
        """Return it for a row as it stands."""
        by = answer_by(row.came_at, Urgency(row.urgency))
        until = row.answered_at or at
        return cls(by, local_date(until) > by, waited(row.came_at, until))


@dataclass(frozen=True, slots=True)
class Opened:
    """How one survivor came to us, with the words."""

    row: Arrival
    words: CameFrom
    answering: Answering
    may_reply_under: UUID | None
    """His consent in force that names those who sent him, if there is one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has not heard from us yet: a person, or an enquiry."""

    row: Row
    answering: Answering
    subject: UUID | None
    reference: str


def of_person(subject: UUID) -> list[Arrival]:
    """Return how a survivor came to us, the newest first; nothing is opened.

    Raises:
        NotVisible: he is none of the actor's people.
    """
    subject_for(subject)
    return list(_rows().filter(subject=subject))


def to_be_told(subject: UUID) -> list[Arrival]:
    """Return what he has still to hear: that we have it, from whom, and why."""
    rows = _rows().filter(subject=subject, told_by=None)
    return list(rows.exclude(source=Source.HIMSELF))


def found(subject: UUID, pk: UUID) -> Arrival:
    """Return one row, closed.

    Raises:
        NotVisible: there is none for this actor, or it is another survivor's.
    """
    row = _rows().filter(subject=subject, id=pk).first()
    if row is None:
        raise NotVisible
    return row


def opened(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Opened:
    """Open one row; the audit records it as his own event.

    Raises:
        NotVisible: there is none for this actor, or its words are sealed.
    """
    row = found(subject, pk)
    documents = open_documents(actor, [row], ARRIVAL, Purpose.RECORD, act="open")
    if row.id not in documents:
        raise NotVisible
    record(actor, "arrival.opened", subject=subject)
    words = CameFrom.of(documents[row.id])
    return Opened(
        row,
        words,
        Answering.of(row, at=at),
        _names(actor, subject, words.name, at=at),
    )


def waiting(actor: Actor, *, at: datetime) -> list[Waiting]:
    """Return who has not heard from us yet, the longest overdue first.

    For a peer worker his people and the enquiries; for a manager everybody's.
    """
    people = Arrival.objects.filter(answered_at=None).exclude(source=Source.HIMSELF)
    # A manager may read no sealed word, so the column is not asked for.
    rows = list(people.defer("sealed"))
    known = Client.objects.filter(subject__in={row.subject_id for row in rows})
    references = dict(known.values_list("subject", "reference"))
    found = [
        Waiting(
            row,
            Answering.of(row, at=at),
            row.subject_id,
            references.get(row.subject_id, ""),
        )
        for row in rows
    ]
    asked = [
        Waiting(row, Answering.of(row, at=at), None, "") for row in _open_enquiries()
    ]
    return sorted(found + asked, key=lambda one: (one.answering.by, one.row.came_at))


def overdue(actor: Actor, *, at: datetime) -> list[Waiting]:
    """Return who should have heard from us by now, the longest overdue first."""
    return [one for one in waiting(actor, at=at) if one.answering.is_overdue]


def of_enquiry(enquiry: UUID) -> EnquiryReferral | None:
    """Return who is behind an enquiry, if somebody else is."""
    return EnquiryReferral.objects.filter(enquiry=enquiry).first()


def _open_enquiries() -> Iterable[EnquiryReferral]:
    # To ring back, or to end it, is an answer too.
    unanswered = Q(answered_at=None, enquiry__calls=0, enquiry__state=State.OPEN)
    return EnquiryReferral.objects.filter(unanswered).select_related("enquiry")


def _names(actor: Actor, subject: UUID, name: str, *, at: datetime) -> UUID | None:
    """Return a consent in force to tell this person or service something."""
    wanted = _same(name)
    entries = in_force(actor, subject, Purpose.SHARING, at=at)
    named = (one.consent.id for one in entries if _same(one.terms.recipient) == wanted)
    return next(named, None) if wanted else None


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rows() -> QuerySet[Arrival]:
    return Arrival.objects.select_related("noted_by", "told_by", "replied_by").order_by(
        "-came_at", "id"
    )
