"""Writing down what a survivor asks for, and answering it (RGT-01, RGT-02)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from rights.enums import How, Kind, Outcome, Part
from rights.models import Request, Words
from rights.places import Place
from rights.policies import answer_by
from rights.queries.requests import found, request
from rights.sealing import WORDS
from rights.services.clearing import drop_copies


@dataclass(frozen=True, slots=True)
class Asking:
    """On which day and how he asked; in which language he wants the copy."""

    asked_on: date
    how: How
    language: str = ""
    with_answers: bool = False


@dataclass(frozen=True, slots=True)
class Declined:
    """Why a request is declined, and what he says to that, if he wants it kept."""

    reason: str
    statement: str = ""


class NotPutRight(Exception):
    """Nothing was saved in that section since he asked, so nothing is corrected."""


@transaction.atomic
def ask_for_copy(
    actor: Actor, subject: UUID, asking: Asking, *, id: UUID, at: datetime
) -> Request:
    """Write down that he asked for a copy; the same ``id`` twice is one request.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    row = _row(actor, subject, Kind.COPY, asking, id=id, at=at)
    row.language, row.with_answers = asking.language, asking.with_answers
    return _store(actor, row)


@transaction.atomic
def ask_for_correction(
    actor: Actor,
    subject: UUID,
    asking: Asking,
    place: Place,
    wanted: str,
    *,
    id: UUID,
    at: datetime,
) -> Request:
    """Write down what he wants changed, and where; the same ``id`` twice is one.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
        AccessDenied: he agrees to no record, so there is none to correct.
    """
    subject_for(subject)
    row = _row(actor, subject, Kind.CORRECTION, asking, id=id, at=at)
    row.section, row.session = place.kind, place.session
    before = Request.objects.filter(subject=subject, id=id).first()
    if before is not None:
        return before
    stored = _store(actor, row)
    _say(actor, stored, Part.WANTED, wanted, at=at)
    return stored


@transaction.atomic
def put_right(
    actor: Actor, subject: UUID, pk: UUID, *, words: str = "", at: datetime
) -> None:
    """Note that a correction was made: a section saved anew, or words to a session.

    A session's note is never rewritten; ``words`` stand beside it from now on, dated.

    Raises:
        NotVisible: there is no such request.
        AccessDenied: it was answered before.
        NotPutRight: the section was not saved since he asked.
    """
    page = request(actor, subject, pk, on=at.date())
    row = _open(page.line.request, Kind.CORRECTION)
    if row.section and not page.revision:
        raise NotPutRight
    if row.session:
        _say(actor, row, Part.CORRECTION, words, at=at)
    row.revision = page.revision or None
    _answer(actor, row, Outcome.CORRECTED, at=at)


@transaction.atomic
def decline(
    actor: Actor, subject: UUID, pk: UUID, declined: Declined, *, at: datetime
) -> None:
    """Decline a request with its reason; of a correction, attach his statement.

    Raises:
        NotVisible: there is no such request.
        AccessDenied: it was answered before.
    """
    row = _open(found(subject, pk))
    _say(actor, row, Part.REASON, declined.reason, at=at)
    if declined.statement and row.kind == Kind.CORRECTION:
        _say(actor, row, Part.STATEMENT, declined.statement, at=at)
    _answer(actor, row, Outcome.DECLINED, at=at)


@transaction.atomic
def attach_statement(
    actor: Actor, subject: UUID, pk: UUID, statement: str, *, at: datetime
) -> None:
    """Attach a statement that he gave after a correction was declined.

    Raises:
        NotVisible: there is no such request.
        AccessDenied: it is no declined correction, or has his statement already.
    """
    row = found(subject, pk)
    has_one = Words.objects.filter(request=pk, part=Part.STATEMENT).exists()
    is_declined = row.outcome == Outcome.DECLINED and row.kind == Kind.CORRECTION
    if has_one or not is_declined:
        raise AccessDenied(Reason.NOT_READY)
    _say(actor, row, Part.STATEMENT, statement, at=at)
    record(actor, "right.stated", subject=subject, kind=row.section or "session")


@transaction.atomic
def take_back(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """Note that he no longer wants it; what waited for him is deleted.

    Raises:
        NotVisible: there is no such request.
        AccessDenied: it was answered before.
    """
    row = _open(found(subject, pk))
    drop_copies(pk)
    _answer(actor, row, Outcome.TAKEN_BACK, at=at)


def handed_over(actor: Actor, row: Request, *, at: datetime) -> None:
    """Note that he was given his copy, if that is not noted yet."""
    if not row.outcome:
        _answer(actor, row, Outcome.DONE, at=at)


def _row(
    actor: Actor, subject: UUID, kind: Kind, asking: Asking, *, id: UUID, at: datetime
) -> Request:
    return Request(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        kind=kind,
        asked_on=asking.asked_on,
        how=asking.how,
        due_on=answer_by(asking.asked_on),
        recorded_by_id=actor.member,
        recorded_at=at,
    )


def _store(actor: Actor, row: Request) -> Request:
    before = Request.objects.filter(subject=row.subject_id, id=row.id).first()
    if before is not None:
        return before
    row.save(force_insert=True)
    what = "copy" if row.kind == Kind.COPY else row.section or "session"
    way = {"way": "with-answers"} if row.with_answers else {}
    record(actor, "right.asked", subject=row.subject_id, kind=what, **way)
    return row


def _open(row: Request, kind: Kind | None = None) -> Request:
    if kind is not None and row.kind != kind:
        raise NotVisible
    if row.outcome:
        raise AccessDenied(Reason.NOT_READY)
    return row


def _say(actor: Actor, row: Request, part: Part, words: str, *, at: datetime) -> None:
    sealer = Sealer.for_writing(actor, row.subject_id, Purpose.RECORD)
    said = Words(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=row.subject_id,
        key_id=sealer.key_id,
        request_id=row.id,
        part=part,
        written_by_id=actor.member,
        written_at=at,
    )
    said.sealed = sealer.seal(
        {"words": words}, WORDS, row=said.id, revision=said.revision
    )
    with under_consent():
        said.save(force_insert=True)


def _answer(actor: Actor, row: Request, outcome: Outcome, *, at: datetime) -> None:
    row.outcome, row.answered_by_id, row.answered_at = outcome, actor.member, at
    row.save(update_fields=["outcome", "answered_by", "answered_at", "revision"])
    action = {
        Outcome.DONE: "copy.taken",
        Outcome.CORRECTED: "right.corrected",
        Outcome.DECLINED: "right.declined",
        Outcome.TAKEN_BACK: "right.taken-back",
    }[outcome]
    what = "copy" if row.kind == Kind.COPY else row.section or "session"
    record(actor, action, subject=row.subject_id, kind=what)
