"""How much each peer worker carries, against what the organisation thinks is safe.

Hours are those of logged sessions. What was counted without anything that leads to
anybody leads to no peer worker either, and is in nobody's hours (CAS-02).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from cases.enums import SessionKind
from cases.models import Assignment, Client, Episode, Session
from cases.queries.caseloads import Load, loads
from cases.queries.people import PAGE, PersonCard, cards
from cases.workload.models import Cover, SafeLoad
from cases.workload.policies import Room, Safe, room
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.clock.days import local_date

#: Hours are those of the last weeks, so that one quiet week says little.
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Workload:
    """What one peer worker carries."""

    member: Member
    people: int
    stands_in_with: int
    minutes: int
    """Of sessions in the last four weeks."""
    last_met_on: date | None
    room: Room

    @property
    def hours(self) -> float:
        """Hours of sessions in the last four weeks."""
        return round(self.minutes / 60, 1)

    @property
    def load(self) -> Load:
        """The same, as forms name it."""
        return Load(self.member, self.people)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with whom nobody works, and since when."""

    card: PersonCard
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Who waits for a peer worker, the longest first."""

    lines: list[Waiting]
    total: int


def safe_load() -> Safe | None:
    """Return what the organisation thinks is safe, if it has said so."""
    row = SafeLoad.objects.first()
    return Safe(row.people, row.hours_a_week) if row else None


def workloads(*, at: datetime) -> list[Workload]:
    """Return what every present peer worker carries, by name."""
    safe = safe_load()
    since = local_date(at) - timedelta(weeks=WEEKS)
    held: dict[UUID, Mapping[str, object]] = {
        row["worker"]: row
        for row in Session.objects.filter(held_on__gt=since)
        .exclude(kind=SessionKind.MISTAKEN)
        .values("worker")
        .annotate(minutes=Sum("minutes"), last=Max("held_on"))
    }
    covers = dict(
        Cover.objects.filter(ended_at=None, from_at__lte=at, until__gt=at)
        .values_list("member")
        .annotate(Count("subject", distinct=True))
    )
    return [
        _workload(load, held.get(load.member.id, {}), covers, safe)
        for load in loads(at=at)
    ]


def _workload(
    load: Load,
    held: Mapping[str, object],
    covers: dict[UUID, int],
    safe: Safe | None,
) -> Workload:
    minutes = int(str(held.get("minutes", 0)))
    last = held.get("last")
    return Workload(
        member=load.member,
        people=load.people,
        stands_in_with=covers.get(load.member.id, 0),
        minutes=minutes,
        last_met_on=last if isinstance(last, date) else None,
        room=room(
            safe,
            people=load.people + covers.get(load.member.id, 0),
            hours_a_week=minutes / 60 / WEEKS,
        ),
    )


def waiting_list(actor: Actor, *, at: datetime) -> WaitingList:
    """Return who waits for a peer worker, and since when; the longest first."""
    rows = waiting()
    shown = list(rows[:PAGE])
    today = local_date(at)
    since = {row.subject_id: waits_since(row) for row in shown}
    lines = [
        Waiting(card, since[card.subject], (today - since[card.subject]).days)
        for card in cards(actor, shown, act="list")
    ]
    return WaitingList(lines, rows.count() if len(shown) == PAGE else len(shown))


def waiting() -> QuerySet[Client]:
    """Return the records of those who wait, the longest first, with since when."""
    his = Assignment.objects.filter(subject=OuterRef("subject"))
    goes_on = Episode.objects.filter(subject=OuterRef("subject"), ended_on=None)
    began = goes_on.order_by().values("subject").annotate(day=Max("started_on"))
    ended = his.order_by().values("subject").annotate(last=Max("ended_at"))
    return (
        Client.objects.filter(~Exists(his.filter(ended_at=None)), Exists(goes_on))
        .annotate(began=began.values("day"), left=ended.values("last"))
        .annotate(waits=Coalesce("left", "began", output_field=DateTimeField()))
        .order_by("waits", "id")
    )


def waits_since(row: Client) -> date:
    """Return the day since which one of :func:`waiting` waits."""
    left: datetime | None = getattr(row, "left", None)
    began: date = row.began  # type: ignore[attr-defined]  # annotated above
    # He began again after somebody worked with him: he waits since then.
    return max(began, local_date(left)) if left else began
