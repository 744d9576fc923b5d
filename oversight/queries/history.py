"""Who looked: everything that was done with one survivor's record, day by day (RGT-03).

What the audit answers is asked for in PostgreSQL, which records the asking as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from consent.queries import subject_for
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.words import DETAILS, GROUNDS, in_words
from msa.clock.days import AUCKLAND
from reporting.quarters import Quarter

#: Days on a page.
PAGE = 14
_EVERY_DAY = 1_000_000
_BEGINNING = datetime(2000, 1, 1, tzinfo=AUCKLAND)
_REFUSED = "access.refused"
#: Whose detail is a member: the one he was given to, or who stands in.
#: Who acts without being a member here, and as what.
_NO_MEMBERS = {
    "survivor": (_l("You"), ""),
    "reporting": (_l("The computer"), _l("as it was planned")),
}
_NAMES_A_MEMBER = frozenset({"person.assigned", "cover.made", "wish.agreed"})


@dataclass(frozen=True, slots=True)
class Look:
    """What one person did on a day, and how often."""

    who: str
    as_what: str
    """His role in words, empty for the survivor himself."""
    did: str
    why: str
    times: int
    first_at: datetime
    last_at: datetime
    refused: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day on which somebody did something with the record."""

    on: date
    looks: list[Look]

    @property
    def times(self) -> int:
        """How many events the day has."""
        return sum(look.times for look in self.looks)


@dataclass(frozen=True, slots=True)
class History:
    """Days, the newest first, and where the next page begins."""

    days: list[Day]
    older: date | None

    @property
    def times(self) -> int:
        """How many events these days have."""
        return sum(day.times for day in self.days)


def looked_at(
    actor: Actor,
    subject: UUID,
    *,
    at: datetime,
    quarter: Quarter | None = None,
    before: date | None = None,
) -> History:
    """Return who opened a survivor's record, a page of days before ``before``.

    Raises:
        NotVisible: absent, foreign, or none of the actor's people.
    """
    subject_for(subject)
    rows = _ask(subject, quarter, before, PAGE + 1, "opened", at=at)
    days = _days(rows)
    older = days[PAGE - 1].on if len(days) > PAGE else None
    return History(days[:PAGE], older)


def to_print(
    actor: Actor, subject: UUID, *, at: datetime, quarter: Quarter | None = None
) -> History:
    """Return all of a survivor's history, or all of a quarter, for paper.

    Raises:
        NotVisible: absent, foreign, or none of the actor's people.
    """
    subject_for(subject)
    return History(
        _days(_ask(subject, quarter, None, _EVERY_DAY, "printed", at=at)), None
    )


def quarters_to_choose(subject: UUID, *, at: datetime) -> list[Quarter]:
    """Return the quarters since his record began, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.first_looked(%s)", [subject])
        (first,) = cursor.fetchone() or (None,)
    quarter = Quarter.at(at)
    oldest = Quarter.at(first or at)
    found = [quarter]
    while (quarter.year, quarter.number) > (oldest.year, oldest.number):
        quarter = quarter.previous()
        found.append(quarter)
    return found


def _ask(
    subject: UUID,
    quarter: Quarter | None,
    before: date | None,
    newest: int,
    act: str,
    *,
    at: datetime,
) -> list[Any]:
    begins = _midnight(quarter.start) if quarter else _BEGINNING
    # A moment is added: the clock of the database may go before ours.
    ends = _midnight(quarter.after) if quarter else at + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM sec.who_looked(%s, %s, %s, %s, %s, %s)",
            [subject, begins, ends, before, newest, act],
        )
        return list(cursor.fetchall())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=AUCKLAND)


def _days(rows: list[Any]) -> list[Day]:
    people = _names(person=(row[1] for row in rows))
    members = _names(id=(UUID(row[4]) for row in rows if row[3] in _NAMES_A_MEMBER))
    return [
        Day(on, [_look(row, people, members) for row in of_day])
        for on, of_day in groupby(rows, key=lambda row: row[0])
    ]


def _look(row: Any, people: dict[UUID, str], members: dict[UUID, str]) -> Look:
    _on, who, role, action, detail, why, times, first_at, last_at = row
    if action in _NAMES_A_MEMBER:
        what: Any = members.get(UUID(detail), _("somebody who is not here any more"))
    else:
        what = DETAILS.get(detail, DETAILS[""])
    return Look(
        who=_who(role, people.get(who)),
        as_what=_role(role),
        did=in_words(action, what),
        why=str(GROUNDS.get(why, why)),
        times=times,
        first_at=first_at,
        last_at=last_at,
        refused=action == _REFUSED,
    )


def _who(role: str, name: str | None) -> str:
    if role in _NO_MEMBERS:
        return str(_NO_MEMBERS[role][0])
    return name or _("Somebody of another place")


def _role(role: str) -> str:
    if role in _NO_MEMBERS:
        return str(_NO_MEMBERS[role][1])
    return str(Role(role).label).lower() if role in Role.values else role


def _names(**asked: Iterable[UUID]) -> dict[UUID, str]:
    ((field, ids),) = asked.items()
    found = Member.objects.filter(**{f"{field}__in": set(ids)})
    return dict(found.values_list(field, "name"))
