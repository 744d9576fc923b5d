"""Which caseloads move on a day to come, and who stayed when one moved (UI-M3)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cases.models import Assignment
from cases.queries.people import PersonCard, named
from cases.workload.enums import Outcome
from cases.workload.plans import Plan, Planned
from cases.workload.queries.handovers import people_of
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names

#: So long a manager is told who stayed when a plan was carried out.
_TOLD_FOR = timedelta(days=14)
#: Whoever stayed for one of these still needs a manager.
TO_DECIDE = (Outcome.LEFT, Outcome.KEPT_AWAY, Outcome.ASK_FIRST)
_STAYS = (*TO_DECIDE, Outcome.GIVEN_ON, Outcome.FINISHED, Outcome.SEALED)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a plan come to one member."""

    to: str
    people: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """A caseload that moves on a day to come."""

    id: UUID
    member: UUID
    whose: str
    due_on: date
    by: str
    made_at: datetime
    shares: list[Share]
    not_in_it: int = 0
    """How many of their people it leaves where they are; told to managers."""

    @property
    def people(self) -> int:
        """How many move with it."""
        return sum(share.people for share in self.shares)


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody who was to move and did not, and why in words."""

    card: PersonCard
    why: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A plan whose day has come, and who stayed where he was."""

    whose: str
    on: date
    stayed: list[Stayed]
    closed: int
    """How many stayed whose record is closed: nobody is shown their names."""


@dataclass(frozen=True, slots=True)
class Own:
    """What moves to a peer worker and away from him on days to come."""

    from_me: list[Ahead]
    to_me: list[Ahead]


@dataclass(frozen=True, slots=True)
class Next:
    """To whom somebody comes, and on which day."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The plan of a member that stands now: its day, and who comes to whom."""

    id: UUID
    due_on: date
    targets: Mapping[UUID, UUID]


def standing_plan(member: UUID) -> Standing | None:
    """Return the plan by which somebody's people are to move, if there is one."""
    plan = _open().filter(member=member).first()
    if plan is None:
        return None
    rows = Planned.objects.filter(plan=plan).values_list("subject", "to")
    return Standing(plan.id, plan.due_on, dict(rows))


def planned_elsewhere(subjects: Iterable[UUID], member: UUID) -> dict[UUID, date]:
    """Return who moves with another's people already, and on which day."""
    rows = Planned.objects.filter(subject__in=list(subjects), outcome="")
    return dict(rows.exclude(plan__member=member).values_list("subject", "due_on"))


def is_planned(plan: UUID) -> bool:
    """Say whether a caseload was planned to move under this id."""
    return Plan.objects.filter(id=plan).exists()


def ahead() -> list[Ahead]:
    """Return what is planned for days to come, the soonest first."""
    return [
        replace(
            _ahead(plan, rows, names),
            not_in_it=max(len(people_of(plan.member_id)) - len(rows), 0),
        )
        for plan, rows, names in _with_rows(_open())
    ]


def own_plans(actor: Actor) -> Own:
    """Return what a peer worker has to know beforehand: who comes, and who goes."""
    told = _with_rows(_open())
    return Own(
        from_me=[
            _ahead(plan, rows, names)
            for plan, rows, names in told
            if plan.member_id == actor.member
        ],
        to_me=[
            _ahead(plan, [to for to in rows if to == actor.member], names)
            for plan, rows, names in told
            if plan.member_id != actor.member and actor.member in rows
        ],
    )


def comes_to(subject: UUID) -> Next | None:
    """Return to whom somebody comes on a day to come, if it is planned."""
    row = Planned.objects.filter(subject=subject, outcome="").first()
    if row is None:
        return None
    return Next(member_names({row.to_id}).get(row.to_id, ""), row.due_on)


def carried_out(actor: Actor, *, at: datetime) -> list[CarriedOut]:
    """Return the plans of late by which somebody stayed, the newest first."""
    rows = list(
        _stayed(_STAYS, at=at)
        .select_related("plan")
        .order_by("-plan__ended_at", "subject")
    )
    names = member_names({row.to_id for row in rows} | {r.plan.member_id for r in rows})
    cards = named(actor, {row.subject_id for row in rows if not _is_closed(row)})
    found: dict[UUID, list[Planned]] = defaultdict(list)
    for row in rows:
        found[row.plan_id].append(row)
    return [
        CarriedOut(
            names[plan[0].plan.member_id],
            plan[0].due_on,
            [
                Stayed(cards[row.subject_id], why(row.outcome, names[row.to_id]))
                for row in plan
                if row.subject_id in cards
            ],
            sum(_is_closed(row) for row in plan),
        )
        for plan in found.values()
    ]


def undecided(*, at: datetime) -> list[tuple[UUID, str, date]]:
    """Return who stayed and still needs a manager: why, and since which day."""
    rows = list(_stayed(TO_DECIDE, at=at))
    names = member_names({row.to_id for row in rows})
    return [
        (row.subject_id, why(row.outcome, names[row.to_id]), row.due_on) for row in rows
    ]


def why(outcome: str, to: str) -> str:
    """Return in words why somebody did not come to whom he was to come."""
    words = {
        Outcome.GIVEN_ON: _("Somebody else works with him by now"),
        Outcome.FINISHED: _("Nobody works with him any more"),
        Outcome.LEFT: _("%(name)s is no peer worker here any more"),
        Outcome.KEPT_AWAY: _("He doesn’t want %(name)s near his record"),
        Outcome.ASK_FIRST: _("He wants to be asked first about %(name)s"),
    }
    return words[Outcome(outcome)] % {"name": to}


def _open() -> QuerySet[Plan]:
    return Plan.objects.filter(ended_at=None).order_by("due_on", "made_at", "id")


def _with_rows(
    plans: QuerySet[Plan],
) -> list[tuple[Plan, list[UUID], dict[UUID, str]]]:
    found = list(plans)
    rows = defaultdict(list)
    planned = Planned.objects.filter(plan__in=found, outcome="")
    for plan, to in planned.values_list("plan", "to"):
        rows[plan].append(to)
    known = {to for to_all in rows.values() for to in to_all}
    known |= {one for plan in found for one in (plan.member_id, plan.made_by_id)}
    names = member_names(known)
    return [(plan, rows[plan.id], names) for plan in found]


def _ahead(plan: Plan, rows: list[UUID], names: Mapping[UUID, str]) -> Ahead:
    counts = Counter(rows)
    shares = [Share(names.get(to, ""), counts[to]) for to in counts]
    return Ahead(
        plan.id,
        plan.member_id,
        names.get(plan.member_id, ""),
        plan.due_on,
        names.get(plan.made_by_id, ""),
        plan.made_at,
        sorted(shares, key=lambda share: share.to),
    )


def _stayed(outcomes: Iterable[Outcome], *, at: datetime) -> QuerySet[Planned]:
    since = Assignment.objects.filter(
        subject=OuterRef("subject"), from_at__gt=OuterRef("plan__ended_at")
    )
    return Planned.objects.filter(
        ~Exists(since), outcome__in=outcomes, plan__ended_at__gt=at - _TOLD_FOR
    )


def _is_closed(row: Planned) -> bool:
    return row.outcome == Outcome.SEALED
