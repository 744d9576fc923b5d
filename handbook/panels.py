"""What written policies add to Today."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from handbook import queries
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.web.panels import Panel


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show what the actor has still to read."""
    lines = queries.to_read(actor, on=local_date(at))
    return Panel("handbook/_today.html", lines) if lines else None
