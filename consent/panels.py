"""What consents add to the page of policies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consent.queries import is_anybody_young
from consent.services.protecting import policy_in_force
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.panels import Panel


def on_policies(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Tell the manager that the child protection policy is missed, and of nobody."""
    if actor.role != Role.MANAGER or policy_in_force(actor, at=at) is not None:
        return None
    return Panel("consent/_policy_missing.html") if is_anybody_young(at=at) else None
