"""Logging a session: what is counted, and its words if he lets us keep any."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.enums import Mode, SessionKind
from cases.models import Session, SessionNote, Tally
from cases.sections import NOTE, Note
from consent.documents import Sealer
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Held:
    """A session as the worker tells it."""

    held_on: date
    minutes: int
    kind: SessionKind
    mode: Mode


class NotesNotKept(Exception):
    """He has asked that no notes of sessions are kept; the note was not stored."""


@transaction.atomic
def log(
    actor: Actor, subject: UUID, held: Held, note: Note, *, id: UUID, at: datetime
) -> Session | None:
    """Store a session and its note; the same ``id`` twice is one session (UI-W5).

    Without his consent to session records only a tally is kept that leads to nobody,
    and None is returned (CON-05).

    Raises:
        NotesNotKept: there is a note, and he has not agreed to any.
        NotVisible: the survivor is none of the actor's people.
        AccessDenied: he no longer agrees to a record.
    """
    subject_for(subject)
    agreed = purposes_in_force(subject, at=at)
    if Purpose.RECORD not in agreed:
        raise AccessDenied(Reason.NO_CONSENT)
    if Purpose.SESSIONS not in agreed:
        _tally(actor, held, note)
        return None
    done = Session.objects.filter(id=id, subject=subject).first()
    if done is not None:
        return done
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
    session.save(force_insert=True)
    if not note.is_empty():
        _write(actor, session, note, sealer, at=at)
    return session


def _write(
    actor: Actor, session: Session, note: Note, sealer: Sealer, *, at: datetime
) -> None:
    row = SessionNote(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=session.subject_id,
        key_id=sealer.key_id,
        session=session,
        revision=1,
        written_by_id=actor.member,
        written_at=at,
    )
    row.sealed = sealer.seal(note.document(), NOTE, row=row.id, revision=1)
    row.save(force_insert=True)


def _tally(actor: Actor, held: Held, note: Note) -> None:
    if not note.is_empty():
        raise NotesNotKept
    Tally(
        organisation_id=actor.organisation,
        month=held.held_on.replace(day=1),
        kind=held.kind,
        mode=held.mode,
        minutes=held.minutes,
    ).save(force_insert=True)
    record(actor, "session.tallied", kind=held.kind.value)
