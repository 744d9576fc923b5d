"""How a peer worker works: his own months, and those a manager is shown (CAS-03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.models import PracticeMonth, PracticeShare
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.accounts.queries import member_names
from msa.audit.recording import record
from msa.clock.days import local_date

#: How many months are shown; those before are deleted.
MONTHS = 12
#: How many months are set beside as many before them.
_OF_LATE = 3
#: Below this many, a share says more about chance than about anybody's work.
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Month:
    """What was said of the sessions of one month."""

    on: date
    purposeful: int = 0
    task_only: int = 0
    not_said: int = 0

    @property
    def said(self) -> int:
        """Of how many something was said; of the others nothing is known."""
        return self.purposeful + self.task_only


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some months taken together."""

    said: int
    task_only: int

    @property
    def share(self) -> float:
        """How much of what was said was something practical alone."""
        return self.task_only / self.said if self.said else 0.0


@dataclass(frozen=True, slots=True)
class PracticeMonths:
    """Months of one peer worker, the first one first."""

    months: list[Month]

    @property
    def whole(self) -> Stretch:
        """All the months together."""
        return _together(self.months)

    @property
    def of_late(self) -> Stretch:
        """The last months."""
        return _together(self.months[-_OF_LATE:])

    @property
    def before(self) -> Stretch:
        """As many months before them."""
        return _together(self.months[-2 * _OF_LATE : -_OF_LATE])

    @property
    def has_drifted(self) -> bool:
        """Was more of it practical alone of late than before? Unknown is no."""
        late, before = self.of_late, self.before
        is_enough = late.said >= _ENOUGH and before.said >= _ENOUGH
        return is_enough and late.share > before.share

    @property
    def is_empty(self) -> bool:
        """Was no session counted yet?"""
        return not any(month.said or month.not_said for month in self.months)


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody to whom a peer worker shows it, and until when."""

    id: UUID
    to: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OwnPractice:
    """A peer worker's own page."""

    practised: PracticeMonths
    shown: list[Shown]


@dataclass(frozen=True, slots=True)
class ShownPractice:
    """How somebody works, as he shows it to a manager now."""

    worker: str
    until: datetime
    practised: PracticeMonths


def own_practice(actor: Actor, *, at: datetime) -> OwnPractice:
    """Return how the actor works, and whom he lets see it now."""
    counted = _counted([actor.member], on=local_date(at))
    shares = list(
        PracticeShare.objects.filter(
            member=actor.member, ended_at=None, until__gt=at
        ).order_by("until", "id")
    )
    names = member_names({share.shown_to_id for share in shares})
    shown = [Shown(one.id, names[one.shown_to_id], one.until) for one in shares]
    return OwnPractice(counted[actor.member], shown)


def shown_practice(actor: Actor, *, at: datetime) -> list[ShownPractice]:
    """Return what peer workers show the manager who asks; the audit learns he looked.

    Who shows nothing, who has ended it and who never began look alike: they are absent.
    """
    shares = list(PracticeShare.objects.filter(shown_to=actor.member))
    if not shares:
        return []
    members = [share.member_id for share in shares]
    record(actor, "practice.looked-at", members=[str(one) for one in members])
    names = member_names(set(members))
    counted = _counted(members, on=local_date(at))
    found = [
        ShownPractice(names[one.member_id], one.until, counted[one.member_id])
        for one in shares
    ]
    return sorted(found, key=lambda one: one.worker)


def managers(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the managers to whom the actor could show it, by name."""
    present = Member.objects.filter(roles__contains=[Role.MANAGER.value], left_at=None)
    others = present.exclude(id=actor.member).order_by("name")
    return list(others.values_list("id", "name"))


def earliest_month(newest: date) -> date:
    """Return the first of the months that end with this one."""
    return _months_before(newest, MONTHS - 1)


def _counted(members: Iterable[UUID], *, on: date) -> dict[UUID, PracticeMonths]:
    """Return the months of each: from his first one on, those without any between."""
    newest = on.replace(day=1)
    earliest = earliest_month(newest)
    rows: dict[UUID, dict[date, Month]] = {member: {} for member in members}
    counted = PracticeMonth.objects.filter(
        member__in=list(rows), month__gte=earliest, month__lte=newest
    )
    for row in counted:
        rows[row.member_id][row.month] = Month(
            row.month, row.purposeful, row.task_only, row.not_said
        )
    return {
        member: PracticeMonths(_filled(found, newest)) for member, found in rows.items()
    }


def _filled(found: dict[date, Month], newest: date) -> list[Month]:
    first = min(found, default=newest)
    back = (newest.year - first.year) * 12 + newest.month - first.month
    months = [_months_before(newest, n) for n in range(back, -1, -1)]
    return [found.get(month, Month(month)) for month in months]


def _months_before(month: date, count: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, index + 1, 1)


def _together(months: Sequence[Month]) -> Stretch:
    return Stretch(
        said=sum(month.said for month in months),
        task_only=sum(month.task_only for month in months),
    )
