"""Reading what happened: a person's timeline, newest first (SES-06)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Subquery

from cases.enums import SessionKind
from cases.models import Session, SessionNote
from cases.queries import versions
from cases.queries.versions import Version
from cases.sections import NOTE, Note
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names

PAGE = 25
#: Of one day the one that was logged last comes first.
NEWEST_FIRST = ("-held_on", "-logged_at", "id")
#: How many of a worker's last sessions say what he usually logs.
_OF_LATE = 50
#: Of whatever else nobody logs by choosing it, nothing is said of what he usually does.
_OF_PAGES_OF_THEIR_OWN = (
    SessionKind.EMAIL_KEPT,
    SessionKind.GROUP,
    SessionKind.MISTAKEN,
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session on a timeline; its words stay closed until they are asked for."""

    id: UUID
    subject: UUID
    held_on: date
    minutes: int
    kind: str
    mode: str
    worker: str
    mine: bool
    has_note: bool
    written_together: bool
    logged_at: datetime

    @property
    def may_be_put_right(self) -> bool:
        """May whoever reads it put it right? What was no session stays none."""
        return self.mine and self.kind != SessionKind.MISTAKEN

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Session(kind=self.kind).get_kind_display())

    @property
    def mode_label(self) -> str:
        """How they met, in words; an import may not know."""
        return str(Session(mode=self.mode).get_mode_display()) or "Not recorded"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a worker has logged of late: kinds and modes, the last used first."""

    kinds: list[str]
    modes: list[str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Sessions, newest first, and where the next page begins."""

    lines: list[SessionLine]
    after: tuple[date, UUID] | None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session; ``note`` is None where it stays sealed, or closed."""

    line: SessionLine
    note: Note | None
    revision: int = 1
    corrected: Version | None = None
    """The newest version, if it is a dated correction."""
    before: list[Version] = field(default_factory=list)
    """What dated corrections replaced, which stands beside them, the newest first."""
    is_closed: bool = False
    """Is there a note of somebody else's that was not asked for (UI-W13)?"""
    is_asked_for: bool = True
    """May what else somebody kept with it be opened: is it his own, or asked for?"""


def timeline(
    actor: Actor,
    subject: UUID,
    *,
    limit: int = PAGE,
    after: tuple[date, UUID] | None = None,
) -> Timeline:
    """Return a page of a person's sessions; nobody's words are opened (UI-W13).

    Raises:
        NotVisible: the person is absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    his = Session.objects.filter(subject=subject)
    sessions = his.order_by(*NEWEST_FIRST)
    if after is not None:
        on, last = after
        logged = Subquery(his.filter(id=last).values("logged_at"))
        sessions = sessions.filter(
            Q(held_on__lt=on)
            | Q(held_on=on, logged_at__lt=logged)
            | Q(held_on=on, logged_at=logged, id__gt=last)
        )
    rows = list(sessions[: limit + 1])
    lines = _lines(actor, rows[:limit])
    last_row = rows[limit - 1] if len(rows) > limit else None
    return Timeline(lines, (last_row.held_on, last_row.id) if last_row else None)


def session(
    actor: Actor, subject: UUID, id: UUID, *, show_note: bool = False
) -> SessionPage:
    """Open one session and its note; the audit records the opening.

    What somebody else wrote stays closed unless ``show_note`` asks for it (UI-W13).

    Raises:
        NotVisible: there is no such session for this actor.
    """
    row = Session.objects.filter(subject=subject, id=id).first()
    if row is None:
        raise NotVisible
    (line,) = _lines(actor, [row])
    if not (line.mine or show_note):
        return SessionPage(line, None, is_closed=line.has_note, is_asked_for=False)
    found = versions.told(actor, row)
    return SessionPage(
        line,
        found.now.note,
        found.now.revision,
        found.now if found.now.is_dated else None,
        found.before,
    )


def last_met(actor: Actor, subject: UUID, *, limit: int) -> list[SessionPage]:
    """Return a person's last sessions, newest first, for whoever meets him (SES-05).

    The actor's own notes are open, and the audit records that; a colleague's stay
    closed until they are asked for one by one.

    Raises:
        NotVisible: the person is absent, foreign or none of the actor's people.
    """
    lines = timeline(actor, subject, limit=limit).lines
    mine = [line.id for line in lines if line.mine]
    written = {
        row.session_id: row
        for row in SessionNote.objects.filter(session__in=mine, superseded=False)
    }
    opened = open_documents(actor, written.values(), NOTE, Purpose.SESSIONS, act="open")
    notes = {
        session: Note.of(opened[row.id])
        for session, row in written.items()
        if row.id in opened
    }
    return [SessionPage(line, notes.get(line.id)) for line in lines]


def is_logged(actor: Actor, subject: UUID, id: UUID) -> bool:
    """Say whether a form that bears ``id`` was saved as a session with this person."""
    return Session.objects.filter(subject=subject, id=actor.own(id)).exists()


def habits(actor: Actor) -> Habits:
    """Return the kinds and modes of the actor's sessions of late (UI-W10).

    Without emails that were kept and meetings of groups: they have pages of their own,
    and whom he logs a session with next may not be in any group.
    """
    used = list(
        Session.objects.filter(worker=actor.member)
        .exclude(kind__in=_OF_PAGES_OF_THEIR_OWN)
        .order_by("-logged_at")
        .values_list("kind", "mode")[:_OF_LATE]
    )
    return Habits(
        kinds=list(dict.fromkeys(kind for kind, _ in used)),
        modes=list(dict.fromkeys(mode for _, mode in used)),
    )


def logged_last(actor: Actor, *, limit: int) -> list[SessionLine]:
    """Return the sessions the actor logged last, newest first, notes closed."""
    rows = Session.objects.filter(worker=actor.member).order_by("-logged_at")
    return _lines(actor, list(rows[:limit]))


def _lines(actor: Actor, rows: list[Session]) -> list[SessionLine]:
    names = member_names({row.worker_id for row in rows})
    noted = dict(
        SessionNote.objects.filter(
            session__in=[row.id for row in rows], superseded=False
        ).values_list("session", "written_together")
    )
    return [
        SessionLine(
            id=row.id,
            subject=row.subject_id,
            held_on=row.held_on,
            minutes=row.minutes,
            kind=row.kind,
            mode=row.mode,
            worker=names[row.worker_id],
            mine=row.worker_id == actor.member,
            has_note=row.id in noted,
            written_together=noted.get(row.id, False),
            logged_at=row.logged_at,
        )
        for row in rows
    ]
