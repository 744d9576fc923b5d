"""Logging a session: what is counted, and its words if he lets us keep any."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.enums import Mode, SessionKind
from cases.models import Session, SessionNote, SessionVersion, Tally
from cases.sections import NOTE, Note
from cases.services import episodes, practice
from cases.services.practice import Practised
from consent.documents import Sealer, open_documents, under_consent
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record, record_with
from msa.tenancy.context import in_transaction
from msa.tenancy.pipeline import without_waiting


@dataclass(frozen=True, slots=True)
class Held:
    """A session as the worker tells it."""

    held_on: date
    minutes: int
    kind: SessionKind
    mode: Mode


class NotesNotKept(Exception):
    """He has asked that no notes of sessions are kept; the note was not stored."""


class SupportWaits(Exception):
    """A manager decides first how support goes on; nothing was stored."""


class NotCleared(Exception):
    """He is not cleared for groups; nothing was stored. Why not is not said."""


class LoggedDifferently(Exception):
    """The session was stored before, and with other words or figures than these."""


#: The states with which PostgreSQL refuses a session that does not fit.
_UNFIT: dict[str, type[Exception]] = {"MS031": NotCleared, "MS032": SupportWaits}


@in_transaction()
def log(
    actor: Actor,
    subject: UUID,
    held: Held,
    note: Note,
    *,
    id: UUID,
    at: datetime,
    is_back: bool = False,
) -> Session | None:
    """Store a session and its note; the same ``id`` twice is one session (UI-W5).

    Without his consent to session records only a tally is kept that leads to nobody,
    and None is returned (CON-05). ``id`` is chance, so a tally may bear it. With
    ``is_back`` he goes on after a pause, or begins again, on the day of the session.

    Raises:
        DoesNotFollow: he is back, and something was noted of that meanwhile.
        NotesNotKept: there is a note, and he has not agreed to any.
        LoggedDifferently: ``id`` is stored, but not with this content; nothing changed.
        SupportWaits, NotCleared: not this kind of session now (REC-09, GRP-02).
        NotVisible: the survivor is none of the actor's people.
        AccessDenied: he no longer agrees to a record.
    """
    agreed = purposes_in_force(subject, at=at)
    if Purpose.RECORD not in agreed:
        subject_for(subject)
        raise AccessDenied(Reason.NO_CONSENT)
    with transaction.atomic() if is_back else nullcontext():
        if is_back and held.kind != SessionKind.DID_NOT_ATTEND:
            episodes.come_back(actor, subject, on=held.held_on, at=at)
        return _keep(actor, subject, held, note, agreed, id=id, at=at)


def _keep(
    actor: Actor,
    subject: UUID,
    held: Held,
    note: Note,
    agreed: set[Purpose],
    *,
    id: UUID,
    at: datetime,
) -> Session | None:
    if Purpose.SESSIONS not in agreed:
        _demand_countable(subject, held)
        _tally(actor, held, note, id=id)
        return None
    try:
        with under_consent():
            return _store(actor, subject, held, note, id=id, at=at)
    except DatabaseError as fault:
        if isinstance(fault, IntegrityError) or Session.objects.filter(id=id).exists():
            return _stored_before(actor, subject, held, note, id=id)
        explain_unfit(fault)
        raise


def _demand_countable(subject: UUID, held: Held) -> None:
    """Ask of a session that will lead to nobody what is asked of every other."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT sec.demand_countable(%s, %s, %s)",
                [subject, held.kind.value, held.held_on],
            )
    except DatabaseError as fault:
        explain_unfit(fault)
        raise


def explain_unfit(fault: DatabaseError) -> None:
    """Raise what the database's refusal of a session means, if that is its kind.

    Raises:
        SupportWaits, NotCleared: as :func:`log`.
    """
    refusal = _UNFIT.get(getattr(fault.__cause__, "sqlstate", ""))
    if refusal is not None:
        raise refusal from fault


def _store(
    actor: Actor, subject: UUID, held: Held, note: Note, *, id: UUID, at: datetime
) -> Session:
    sealer = Sealer.for_writing(actor, subject, Purpose.SESSIONS)
    session = Session(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        held_on=held.held_on,
        minutes=held.minutes,
        kind=held.kind,
        mode=held.mode,
        worker_id=actor.member,
        logged_at=at,
    )
    counted = practice.counting(
        actor, Practised(held.held_on, held.kind, note.practice)
    )
    with without_waiting():
        session.save(force_insert=True)
        if not note.is_empty():
            write_note(actor, session, note, sealer, revision=1, at=at)
        kind = held.kind.value
        record_with(actor, "session.logged", subject=subject, also=counted, kind=kind)
    return session


def _stored_before(
    actor: Actor, subject: UUID, held: Held, note: Note, *, id: UUID
) -> Session:
    """Return what the first press of the button stored, be it a moment ago."""
    done = Session.objects.filter(id=id, subject=subject).first()
    if done is None:
        raise NotVisible
    # What was put right since is no other content: the form is older than that.
    first = SessionVersion.objects.filter(session=id, revision=1).first() or done
    before = Held(
        first.held_on, first.minutes, SessionKind(first.kind), Mode(first.mode)
    )
    written = list(SessionNote.objects.filter(session=id, revision=1))
    opened = open_documents(actor, written, NOTE, Purpose.SESSIONS, act="open")
    words = Note.of(opened[written[0].id]) if opened else Note()
    if written and written[0].let_go:
        words = note  # nobody can compare them any more
    if (before, words) != (held, note):
        raise LoggedDifferently
    return done


def write_note(
    actor: Actor,
    session: Session,
    note: Note,
    sealer: Sealer,
    *,
    revision: int,
    at: datetime,
) -> None:
    """Seal the words of one version of a session and store them."""
    row = SessionNote(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=session.subject_id,
        key_id=sealer.key_id,
        session=session,
        revision=revision,
        written_by_id=actor.member,
        written_at=at,
        written_together=note.written_together,
    )
    row.sealed = sealer.seal(note.document(), NOTE, row=row.id, revision=revision)
    row.save(force_insert=True)


def _tally(actor: Actor, held: Held, note: Note, *, id: UUID) -> None:
    if not note.is_empty():
        raise NotesNotKept
    tally = Tally(
        id=id,
        organisation_id=actor.organisation,
        month=held.held_on.replace(day=1),
        kind=held.kind,
        mode=held.mode,
        minutes=held.minutes,
    )
    try:
        with transaction.atomic():
            tally.save(force_insert=True)
    except IntegrityError:
        return  # the button was pressed twice
    record(actor, "session.tallied", kind=held.kind.value)
