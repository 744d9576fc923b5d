"""What telling and reading without consent add to other pages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from cases.overrides.queries import disclosures, notices, readings
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.panels import Panel


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return what waits to be told about one person, and the way to the register."""
    if subject is None:
        return None
    open_ = disclosures.open_for(subject)
    return Panel("overrides/_person.html", {"subject": subject, "open": open_})


def on_every_page(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return what a manager or administrator has to see, on each page until he has."""
    if actor.role not in {Role.MANAGER, Role.ADMIN}:
        return None
    # A page of an error is drawn after the transaction, where nobody may ask.
    if not connection.in_atomic_block or connection.needs_rollback:
        return None
    found, is_manager = notices.unseen(actor), actor.role == Role.MANAGER
    # It may have fallen to the administrator since: a manager left, or is kept away.
    is_left = not found and not is_manager and bool(readings.left_to_administrators())
    if not found and not is_left:
        return None
    page = {"notices": found, "is_manager": is_manager, "is_left": is_left}
    return Panel("overrides/_notices.html", page)
