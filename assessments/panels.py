"""What check-ins add to Today and to a person's page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from assessments.enums import DueState
from assessments.queries import due
from msa.accounts.actor import Actor
from msa.web.panels import Panel

_FEW = 5


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show the few of a peer worker's people whose check-in is due the longest."""
    lines = due.due_list(actor, at=at, states={DueState.DUE}, limit=_FEW).lines
    return Panel("assessments/_today.html", lines) if lines else None


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show where one person's check-ins stand."""
    if subject is None:
        return None
    return Panel("assessments/_person.html", due.standing(subject, at=at))
