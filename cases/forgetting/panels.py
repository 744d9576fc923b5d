"""What other pages say of earlier words that somebody wants let go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.forgetting.queries.asked import waiting_about
from msa.accounts.actor import Actor
from msa.web.panels import Panel


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return what waits for a manager about one person."""
    waiting = waiting_about(subject) if subject else []
    return Panel("cases/forgetting/_person.html", waiting) if waiting else None


def on_keeping(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return the way to what is asked in the whole organisation."""
    return Panel("cases/forgetting/_keeping.html")
