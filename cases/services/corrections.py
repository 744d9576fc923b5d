"""Putting a session right: a new version, never a change of the one before (SES-04)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from cases.enums import Mode, SessionKind
from cases.models import Session, SessionNote, SessionVersion
from cases.sections import NOTE, Note
from cases.services import practice
from cases.services.practice import Practised
from cases.services.sessions import Held, explain_unfit, write_note
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: The state with which PostgreSQL refuses a version that does not follow.
_DOES_NOT_FOLLOW = "MS040"


class SessionChanged(Exception):
    """It was put right since the page was opened; both texts are still there."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A session as its newest version tells it."""

    revision: int
    figures: tuple[date, int, str, str]
    note: Note


@transaction.atomic
def correct(
    actor: Actor,
    subject: UUID,
    session: UUID,
    held: Held,
    note: Note,
    *,
    after: int,
    at: datetime,
) -> bool:
    """Store a session anew as the version that follows ``after``; False: no need.

    What stands there already, word for word, is no new version: the button was pressed
    twice (UI-W5). Earlier than ten days it is an edit, later a dated correction; either
    way every version stays.

    Raises:
        NotVisible: there is no such session that the actor logged, or his meeting was
            put right and it did not take place.
        SessionChanged: version ``after`` is no longer the newest (UI-W8).
        SupportWaits, NotCleared: not this kind of session then (REC-09, GRP-02).
        AccessDenied: he does not agree that notes are kept, or has withdrawn.
    """
    row = Session.objects.filter(
        id=session, subject=subject, worker=actor.member
    ).first()
    if row is None or row.kind == SessionKind.MISTAKEN:
        raise NotVisible
    sealer = Sealer.for_writing(actor, subject, Purpose.SESSIONS)
    wanted = (held.held_on, held.minutes, held.kind.value, held.mode.value)
    stands = _standing(row, sealer)
    if (stands.figures, stands.note) == (wanted, note):
        return False
    if stands.revision != after:
        raise SessionChanged
    revision = after + 1
    version = _version(actor, row, held, revision=revision, at=at)
    try:
        with under_consent():
            version.save(force_insert=True)
            if note != stands.note:
                write_note(actor, row, note, sealer, revision=revision, at=at)
    except DatabaseError as fault:
        return _overtaken(fault, row, sealer, wanted, note)
    practice.recount(
        actor,
        was=Practised(stands.figures[0], stands.figures[2], stands.note.practice),
        now=Practised(held.held_on, held.kind, note.practice),
    )
    record(
        actor,
        "session.corrected",
        subject=subject,
        kind=held.kind.value,
        revision=revision,
    )
    return True


@transaction.atomic
def add(
    actor: Actor, subject: UUID, session: UUID, words: str, *, at: datetime
) -> None:
    """Add words below what a session's note says, as a version of the actor's own.

    PostgreSQL lets whoever logged it do so, and whoever has just put right the meeting
    that the session came of.

    Raises:
        NotVisible: as :func:`correct`, but whoever logged it.
        SessionChanged: it was put right at this moment.
        AccessDenied: as :func:`correct`.
    """
    row, stands, sealer = _opened(actor, subject, session)
    held = Held(row.held_on, row.minutes, SessionKind(row.kind), Mode(row.mode))
    body = "\n\n".join(filter(None, [stands.note.body, words]))
    revision = stands.revision + 1
    try:
        with under_consent():
            version = _version(actor, row, held, revision=revision, at=at)
            version.save(force_insert=True)
            note = replace(stands.note, body=body)
            write_note(actor, row, note, sealer, revision=revision, at=at)
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != _DOES_NOT_FOLLOW:
            raise
        raise SessionChanged from fault
    record(
        actor,
        "session.corrected",
        subject=subject,
        kind=row.kind,
        revision=revision,
    )


def says(actor: Actor, subject: UUID, session: UUID, words: str) -> bool:
    """Say whether the note of a session ends with these words already.

    Raises:
        NotVisible, AccessDenied: as :func:`add`.
    """
    _row, stands, _sealer = _opened(actor, subject, session)
    return stands.note.body.endswith(words)


def _opened(
    actor: Actor, subject: UUID, session: UUID
) -> tuple[Session, _Standing, Sealer]:
    row = Session.objects.filter(id=session, subject=subject).first()
    if row is None:
        raise NotVisible
    sealer = Sealer.for_writing(actor, subject, Purpose.SESSIONS)
    return row, _standing(row, sealer), sealer


def _version(
    actor: Actor, row: Session, held: Held, *, revision: int, at: datetime
) -> SessionVersion:
    return SessionVersion(
        organisation_id=actor.organisation,
        subject_id=row.subject_id,
        key_id=row.key_id,
        session=row,
        revision=revision,
        held_on=held.held_on,
        minutes=held.minutes,
        kind=held.kind,
        mode=held.mode,
        written_by_id=actor.member,
        written_at=at,
    )


def _overtaken(
    fault: DatabaseError,
    row: Session,
    sealer: Sealer,
    wanted: tuple[date, int, str, str],
    note: Note,
) -> bool:
    """Say what a refusal means: the same was stored at this moment, or something else.

    Raises:
        SessionChanged: something else was stored.
    """
    explain_unfit(fault)
    if getattr(fault.__cause__, "sqlstate", "") != _DOES_NOT_FOLLOW:
        raise fault
    row.refresh_from_db()
    stands = _standing(row, sealer)
    if (stands.figures, stands.note) != (wanted, note):
        raise SessionChanged from fault
    return False


def _standing(row: Session, sealer: Sealer) -> _Standing:
    versions = SessionVersion.objects.filter(session=row.id).order_by("-revision")
    revision = versions.values_list("revision", flat=True).first() or 1
    written = SessionNote.objects.filter(session=row.id, superseded=False).first()
    note = Note.of(sealer.open(written, NOTE)) if written else Note()
    figures = (row.held_on, row.minutes, row.kind, row.mode)
    return _Standing(revision, figures, note)
