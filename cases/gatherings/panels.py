"""What peer groups add to Today, and to the page about groups of one survivor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.enums import GroupKind
from cases.gatherings import queries
from cases.gatherings.queries import Place
from cases.queries.support import Groups
from cases.queries.support import groups as clearance_of
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.panels import Panel


@dataclass(frozen=True, slots=True)
class HisGroups:
    """The groups of one survivor, for whoever may know of them."""

    subject: UUID
    places: list[Place]
    may_invite: bool
    others: Groups | None
    """His clearance for a group for people who have offended: managers read it."""


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show the groups that the peer worker runs."""
    lines = [line for line in queries.my_groups(actor) if not line.row.retired_on]
    return Panel("cases/gatherings/_today.html", lines) if lines else None


def on_his_groups(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Show which groups somebody is in, and let him be invited to one."""
    if subject is None:
        return None
    is_manager = actor.role == Role.MANAGER
    shown = HisGroups(
        subject,
        queries.his_places(actor, subject),
        bool(queries.may_be_invited_to(actor, subject)),
        clearance_of(subject, GroupKind.OFFENDED) if is_manager else None,
    )
    return Panel("cases/gatherings/_his_groups.html", shown)
