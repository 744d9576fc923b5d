"""Reading how one session was told, version by version (SES-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.forgetting.queries.decided import LetGo, let_go
from cases.models import Session, SessionNote, SessionVersion
from cases.policies import note_locks_at
from cases.sections import NOTE, Note
from consent.documents import open_documents
from consent.enums import Purpose
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a session; ``note`` is None where its words stay sealed."""

    revision: int
    held_on: date
    minutes: int
    kind: str
    mode: str
    note: Note | None
    by: str
    written_at: datetime
    is_dated: bool
    """A correction from after the note was locked: it stands beside the first words."""
    gone: LetGo | None = None
    """Its words were let go."""

    @property
    def is_first(self) -> bool:
        """Is it the session as it was logged?"""
        return self.revision == 1

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Session(kind=self.kind).get_kind_display())

    @property
    def mode_label(self) -> str:
        """How they met, in words; an import may not know."""
        return str(Session(mode=self.mode).get_mode_display()) or "Not recorded"


@dataclass(frozen=True, slots=True)
class Told:
    """A session as it stands, and what stands beside it since it was locked."""

    now: Version
    before: list[Version]


def versions(actor: Actor, subject: UUID, session: UUID) -> list[Version]:
    """Return every version of a session, the newest first; the audit learns who looked.

    Raises:
        NotVisible: there is no such session for this actor.
    """
    row = Session.objects.filter(subject=subject, id=session).first()
    if row is None:
        raise NotVisible
    record(actor, "session.looked-back", subject=subject)
    told = _rows(row)
    return _opened(actor, row, told, told)


def told(actor: Actor, row: Session) -> Told:
    """Open a session as it stands, and what each dated correction replaced."""
    rows = _rows(row)
    dated = [_is_dated(row, one) for one in rows]
    replaced = [rows[i + 1] for i in range(len(rows) - 1) if dated[i]]
    now, *before = _opened(actor, row, [rows[0], *replaced], rows)
    return Told(now, before)


def _rows(row: Session) -> list[SessionVersion]:
    """Return a session's versions, the newest first; one that never changed has one."""
    found = list(SessionVersion.objects.filter(session=row.id).order_by("-revision"))
    return found or [
        SessionVersion(
            revision=1,
            held_on=row.held_on,
            minutes=row.minutes,
            kind=row.kind,
            mode=row.mode,
            written_by_id=row.worker_id,
            written_at=row.logged_at,
        )
    ]


def _is_dated(row: Session, version: SessionVersion) -> bool:
    return version.revision > 1 and version.written_at >= note_locks_at(row.logged_at)


def _opened(
    actor: Actor,
    row: Session,
    wanted: Sequence[SessionVersion],
    every: Sequence[SessionVersion],
) -> list[Version]:
    notes = list(SessionNote.objects.filter(session=row.id).order_by("-revision"))
    words = {one.revision: _words_of(one, notes) for one in wanted}
    asked = {note.id: note for note in words.values() if note}
    opened = open_documents(actor, asked.values(), NOTE, Purpose.SESSIONS, act="open")
    names = member_names({one.written_by_id for one in every})
    gone = let_go(note.let_go for note in asked.values())
    return [
        _version(row, one, words[one.revision], opened, names, gone) for one in wanted
    ]


def _words_of(
    version: SessionVersion, notes: Sequence[SessionNote]
) -> SessionNote | None:
    """Return the note that stood when a version was written, of the newest first."""
    return next((one for one in notes if one.revision <= version.revision), None)


def _note(
    row: SessionNote | None, opened: dict[UUID, dict[str, object]]
) -> Note | None:
    document = opened.get(row.id) if row else None
    return Note.of(document) if document is not None else None


def _version(
    row: Session,
    one: SessionVersion,
    note: SessionNote | None,
    opened: dict[UUID, dict[str, object]],
    names: dict[UUID, str],
    gone: dict[UUID, LetGo],
) -> Version:
    return Version(
        revision=one.revision,
        held_on=one.held_on,
        minutes=one.minutes,
        kind=one.kind,
        mode=one.mode,
        note=_note(note, opened),
        by=names.get(one.written_by_id, ""),
        written_at=one.written_at,
        is_dated=_is_dated(row, one),
        gone=gone.get(note.let_go) if note and note.let_go else None,
    )
