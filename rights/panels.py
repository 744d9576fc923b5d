"""What requests add to Today and to a person's page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.web.panels import Panel
from rights.queries import requests
from rights.services.clearing import discard_old_copies

_FEW = 5


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show what the actor's people wait for, the most pressing first."""
    discard_old_copies()
    waiting = requests.waiting(actor, on=local_date(at), limit=_FEW)
    return Panel("rights/_today.html", waiting) if waiting else None


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show what one person asked for, and the way to ask."""
    if subject is None:
        return None
    return Panel("rights/_person.html", requests.standing(subject, on=local_date(at)))
