"""Storing what happened: episodes, sessions and the words about them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.enums import Mode, SessionKind
from cases.models import Episode, Session, SessionNote
from cases.sections import NOTE, Note
from consent.documents import Sealer
from msa.accounts.actor import Actor
from msa.exchange.storing.rows import Rows
from msa.vault.envelope import DataKey


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of support; not yet activated while he waits."""

    started_on: date
    activated_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    referred_by: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Activity:
    """One session as it took place; ``mode`` is None where nobody wrote it down."""

    held_on: date
    minutes: int
    kind: SessionKind
    mode: Mode | None
    worker: UUID
    logged_at: datetime
    note: Note


class ActivityRows:
    """Gathers episodes, sessions and notes; :meth:`write` stores them.

    Call both inside the actor's context and one transaction.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        kept = {"organisation": actor.organisation, "withheld": False}
        self._episodes = Rows(
            Episode,
            *("id", "subject", "key", "started_on", "activated_on", "ended_on"),
            *("end_reason", "referred_by"),
            constant=kept,
        )
        self._sessions = Rows(
            Session,
            *("id", "subject", "key", "held_on", "minutes", "kind", "mode"),
            *("worker", "logged_at"),
            constant=kept,
        )
        self._notes = Rows(
            SessionNote,
            *("id", "subject", "key", "session", "sealed", "written_by", "written_at"),
            "written_together",
            constant={**kept, "revision": 1, "superseded": False},
        )

    def add_episode(self, subject: UUID, record_key: UUID, stretch: Stretch) -> UUID:
        """Gather one episode; return its id."""
        row = uuid.uuid4()
        self._episodes.add(
            row,
            subject,
            record_key,
            stretch.started_on,
            stretch.activated_on,
            stretch.ended_on,
            stretch.end_reason,
            stretch.referred_by,
        )
        return row

    def add_session(self, subject: UUID, key: DataKey, activity: Activity) -> UUID:
        """Gather one session, and its note when there are words; return its id."""
        row = uuid.uuid4()
        self._sessions.add(
            row,
            subject,
            key.id,
            activity.held_on,
            activity.minutes,
            activity.kind.value,
            activity.mode.value if activity.mode else "",
            activity.worker,
            activity.logged_at,
        )
        if not activity.note.is_empty():
            self._add_note(row, subject, key, activity)
        return row

    def _add_note(
        self, session: UUID, subject: UUID, key: DataKey, activity: Activity
    ) -> None:
        row = uuid.uuid4()
        sealed = Sealer(self._actor, subject, key).seal(
            activity.note.document(), NOTE, row=row, revision=1
        )
        self._notes.add(
            row,
            subject,
            key.id,
            session,
            sealed.envelope,
            activity.worker,
            activity.logged_at,
            activity.note.written_together,
        )

    def write(self) -> None:
        """Store what was gathered.

        Raises:
            IntegrityError, ProgrammingError: a constraint or a policy refuses a row.
        """
        for rows in (self._episodes, self._sessions, self._notes):
            rows.write()
