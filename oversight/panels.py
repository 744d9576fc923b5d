"""What a person's page says about who looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msa.accounts.actor import Actor
from msa.web.panels import Panel


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return the way to the list of who opened his record."""
    return Panel("oversight/_panel.html", {"subject": subject}) if subject else None
