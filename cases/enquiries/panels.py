"""What enquiries add to Today."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.enquiries import queries
from msa.accounts.actor import Actor
from msa.web.panels import Panel

_FEW = 4


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show the few enquiries that have waited longest."""
    lines = queries.waiting(actor, at=at, limit=_FEW)
    return Panel("cases/enquiries/_today.html", lines) if lines else None
