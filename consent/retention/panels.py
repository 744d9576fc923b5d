"""What a person's page says about how long his record is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.panels import Panel


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return the manager's way to how long this record is kept."""
    if subject is None or actor.role != Role.MANAGER:
        return None
    return Panel("consent/retention/_panel.html", {"subject": subject})
