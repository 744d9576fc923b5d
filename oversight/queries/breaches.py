"""Whom somebody's access reached, for telling them and the Privacy Commissioner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from cases.queries.people import named
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record
from oversight.models import Breach

#: Within which the Privacy Commissioner expects to hear of it.
TO_TELL = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Reached:
    """One survivor whom the access reached."""

    subject: UUID
    name: str
    """Empty where the record is sealed: nobody can open it any more."""
    reference: str
    opened: int
    """How often something of his own was opened or written."""
    listed: int
    """How often he could be among the names of a list or a search."""
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Findings:
    """A breach, its clock, and everybody whom it reached."""

    breach: Breach
    opened: list[Reached]
    only_listed: list[Reached]
    tell_by: datetime
    hours_left: int
    """Whole hours; below nought once the time is over."""


def breaches() -> list[Breach]:
    """Return what was looked into, the newest first."""
    found = Breach.objects.select_related("member", "recorded_by")
    return list(found.order_by("-noticed_at", "id"))


def accounts() -> list[Member]:
    """Return everybody who works or worked here, by name."""
    return list(Member.objects.order_by("name", "id"))


def findings(actor: Actor, pk: UUID, *, at: datetime, act: str = "opened") -> Findings:
    """Return whom a breach reached, with names where the manager may read them.

    Raises:
        NotVisible: absent or another organisation's.
    """
    breach = (
        Breach.objects.select_related("member", "recorded_by").filter(id=pk).first()
    )
    if breach is None:
        raise NotVisible
    reached = _reached(actor, breach)
    record(actor, f"breach.{act}", breach=str(pk), count=len(reached))
    tell_by = breach.noticed_at + TO_TELL
    return Findings(
        breach=breach,
        opened=[one for one in reached if one.opened],
        only_listed=[one for one in reached if not one.opened],
        tell_by=tell_by,
        hours_left=(tell_by - at) // timedelta(hours=1),
    )


def _reached(actor: Actor, breach: Breach) -> list[Reached]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM sec.reached(%s, %s, %s)",
            [breach.member.person_id, breach.from_at, breach.to_at],
        )
        rows = cursor.fetchall()
    known = named(actor, (row[0] for row in rows))
    return [
        Reached(
            subject=subject,
            name=known[subject].name if subject in known else "",
            reference=known[subject].reference if subject in known else "",
            opened=opened,
            listed=listed,
            first_at=first_at,
            last_at=last_at,
        )
        for subject, opened, listed, first_at, last_at in rows
    ]
