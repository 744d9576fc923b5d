"""What drafts add to other pages: the way back to what a device still holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.panels import Panel


def on_every_page(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return where a peer worker's device says what waits on it alone (UI-W6).

    Nobody else keeps drafts. The site does not know what is there: a script looks.
    """
    return Panel("drafts/_waiting.html") if actor.role == Role.WORKER else None
