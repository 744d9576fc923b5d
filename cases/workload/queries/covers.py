"""Who stands in for whom, and until when (CAS-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from cases.workload.models import Cover
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class StandIn:
    """A cover of one survivor, in words."""

    id: UUID
    by: str
    instead_of: str
    from_at: datetime
    until: datetime
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a member stands in with some people of another's."""

    by: str
    instead_of: str
    from_at: datetime
    until: datetime
    people: int
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Own:
    """For whom the actor stands in, and who stands in for him."""

    by_me: list[Period]
    for_me: list[Period]


def stand_ins(subject: UUID, *, at: datetime) -> list[StandIn]:
    """Return who stands in with a survivor, now or later, the soonest first."""
    rows = list(_lasting(at).filter(subject=subject).order_by("from_at", "id"))
    names = _names(rows)
    return [
        StandIn(
            row.id,
            names[row.member_id],
            names[row.instead_of_id] if row.instead_of_id else "",
            row.from_at,
            row.until,
            row.from_at <= at,
        )
        for row in rows
    ]


def own_covers(actor: Actor, *, at: datetime) -> Own:
    """Return a peer worker's covers, those of his people and those he makes."""
    rows = list(
        _lasting(at)
        .values("member", "instead_of", "from_at", "until")
        .annotate(people=Count("id"))
        .order_by("from_at", "until", "member")
    )
    known = {row["member"] for row in rows} | {row["instead_of"] for row in rows}
    names = member_names(known - {None})
    periods = [
        (
            row,
            Period(
                names.get(row["member"], ""),
                names.get(row["instead_of"], ""),
                row["from_at"],
                row["until"],
                row["people"],
                row["from_at"] <= at,
            ),
        )
        for row in rows
    ]
    return Own(
        by_me=[period for row, period in periods if row["member"] == actor.member],
        for_me=[period for row, period in periods if row["instead_of"] == actor.member],
    )


def _lasting(at: datetime) -> QuerySet[Cover]:
    return Cover.objects.filter(ended_at=None, until__gt=at)


def _names(rows: list[Cover]) -> dict[UUID, str]:
    known = {row.member_id for row in rows}
    known |= {row.instead_of_id for row in rows if row.instead_of_id}
    return member_names(known)
