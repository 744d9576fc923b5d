"""What Today and a person's page say of who stands in, and what waits to be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.workload.queries.covers import own_covers, stand_ins
from cases.workload.queries.notes import notes_about, unread
from cases.workload.queries.plans import comes_to, own_plans
from cases.workload.queries.wishes import told
from msa.accounts.actor import Actor
from msa.web.panels import Panel


def on_today(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return for whom he stands in, who comes and goes soon, and notes to read."""
    covers, notes, plans = own_covers(actor, at=at), unread(actor), own_plans(actor)
    if not (covers.by_me or covers.for_me or plans.from_me or plans.to_me or notes):
        return None
    page = {"covers": covers, "plans": plans, "notes": notes}
    return Panel("workload/_today.html", page)


def on_person(actor: Actor, subject: UUID | None, at: datetime) -> Panel | None:
    """Return notes about him, who stands in or takes over soon, and who he lets."""
    if subject is None:
        return None
    page = {
        "subject": subject,
        "notes": notes_about(actor, subject),
        "stand_ins": stand_ins(subject, at=at),
        "next": comes_to(subject),
        "told": told(subject),
    }
    return Panel("workload/_person.html", page)
