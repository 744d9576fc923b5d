"""That check-ins took place, for everybody who works with him; answers if he allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from assessments.enums import State
from assessments.models import Answers, Assessment, Invitation
from assessments.sheets import ANSWERS, Sheet
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One finished check-in: when, which way, and whether its answers may be seen."""

    id: UUID
    completed_on: date
    way: str
    way_label: str
    worker: str
    """Who offered it or keyed it in; empty after an import."""
    worker_may_see: bool


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A check-in that was offered and is not finished."""

    id: UUID
    way: str
    way_label: str
    offered_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """One check-in with its answers; ``sheet`` is None where they stay closed."""

    line: CheckInLine
    sheet: Sheet | None


def check_ins(actor: Actor, subject: UUID) -> list[CheckInLine]:
    """Return a person's finished check-ins, newest first; nothing is opened.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    return finished(subject)


def finished(subject: UUID) -> list[CheckInLine]:
    """Return those of somebody whom the actor may see; nobody else has any here."""
    return _lines(list(_finished(subject).order_by("-completed_on", "-finished_at")))


def check_in(actor: Actor, subject: UUID, id: UUID) -> CheckInPage:
    """Open one finished check-in, if he lets the actor; the audit records the opening.

    Raises:
        NotVisible: there is no such finished check-in for this actor.
    """
    row = _finished(subject).filter(id=id).first()
    if row is None:
        raise NotVisible
    (line,) = _lines([row])
    sealed = list(Answers.objects.filter(assessment=id))
    opened = open_documents(actor, sealed, ANSWERS, Purpose.ASSESSMENT, act="open")
    return CheckInPage(line, Sheet.of(opened[sealed[0].id]) if opened else None)


def under_way(actor: Actor, subject: UUID) -> OpenLine | None:
    """Return the check-in that a person was offered and may still finish."""
    row = Assessment.objects.filter(subject=subject, state=State.OPEN).first()
    if row is None:
        return None
    ways_in = Invitation.objects.filter(assessment=row.id)
    expires_at = ways_in.values_list("expires_at", flat=True).first()
    return OpenLine(
        id=row.id,
        way=row.way,
        way_label=row.get_way_display(),
        offered_at=row.opened_at,
        expires_at=expires_at,
    )


def _finished(subject: UUID) -> QuerySet[Assessment]:
    return Assessment.objects.filter(subject=subject, state=State.FINISHED)


def _lines(rows: list[Assessment]) -> list[CheckInLine]:
    names = member_names({row.opened_by_id for row in rows if row.opened_by_id})
    return [
        CheckInLine(
            id=row.id,
            completed_on=row.completed_on,
            way=row.way,
            way_label=row.get_way_display(),
            worker=names.get(row.opened_by_id, "") if row.opened_by_id else "",
            worker_may_see=row.worker_may_see,
        )
        for row in rows
        if row.completed_on is not None
    ]
