"""True figures of check-ins, and asking PostgreSQL for them.

Nothing here leaves the builder's memory unprotected; see :mod:`reporting.building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from assessments.instruments import INSTRUMENTS, Instrument, by_code
from reporting.measures.facts import ALL, Coverage, People, Spread
from reporting.measures.reading import coverage, one_moment
from reporting.quarters import Quarter

_HERE = Path(__file__).parent
_RATINGS = (_HERE / "ratings.sql").read_text()
_GROUPS = (_HERE / "rated_groups.sql").read_text()
_CHECK_INS = (_HERE / "check_ins.sql").read_text()

#: What the report is about, and the questions of the system before this one, which
#: have tables of their own.
FORM, EARLIER = by_code("form-2.1"), by_code("incumbent-1")
#: Where a quarter has too few answers, so many together may have enough (rules).
LONGEST_POOL = 4
SCORE, SINCE_FIRST, SINCE_PREVIOUS = "score", "since_first", "since_previous"


@dataclass(frozen=True, slots=True)
class CheckIns:
    """Check-ins finished in a quarter, and the men whose answers are counted."""

    occasions: Spread = field(default=Spread(), repr=False)
    contributors: People = field(default=People(), repr=False)
    asked: People = field(default=People(), repr=False)


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """All answers to a group of statements at an organisation, several of each man."""

    people: People = field(default=People(), repr=False)
    most_each: int = field(default=0, repr=False)
    by_score: dict[int, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Ratings:
    """All true figures of a quarter's check-ins, as of one moment.

    ``answers`` are by pool (how many quarters up to this one), item, what is told of
    it (a score, a change) and the amount; None is "rather not say". ``groups`` are by
    pool, organisation and group; ``check_ins`` by instrument and organisation.
    """

    quarter: Quarter
    answers: dict[tuple[int, str, str], dict[int | None, People]] = field(repr=False)
    groups: dict[tuple[int, str, str], GroupAnswers] = field(repr=False)
    check_ins: dict[tuple[str, str], CheckIns] = field(repr=False)
    organisations: tuple[Coverage, ...]

    def told(self, pool: int, item: str, what: str) -> dict[int | None, People]:
        """Return people by amount; nobody where nobody answered."""
        return self.answers.get((pool, item, what), {})

    def group(self, pool: int, organisation: UUID, group: str) -> GroupAnswers:
        """Return what a group of statements was answered at an organisation."""
        return self.groups.get((pool, str(organisation), group), GroupAnswers())

    def check_ins_at(self, instrument: Instrument, value: str = ALL) -> CheckIns:
        """Return the check-ins of an instrument, everywhere or at an organisation."""
        return self.check_ins.get((instrument.code, value), CheckIns())


def read_ratings(quarter: Quarter) -> Ratings:
    """Return everything a Support report of a quarter is made from.

    Runs in the role ``reporting``, and sees the database as of one moment.
    """
    with one_moment():
        check_ins = {
            (instrument.code, str(row["value"])): _check_ins(row)
            for instrument in (FORM, EARLIER)
            for row in _asked(_CHECK_INS, _of_instrument(quarter, instrument))
        }
        seen = {value for _, value in check_ins if value != ALL}
        return Ratings(
            quarter=quarter,
            answers=_answers(quarter),
            groups=_groups(quarter),
            check_ins=check_ins,
            organisations=coverage(seen),
        )


def same_questions(instrument: Instrument) -> list[str]:
    """Return the codes of all versions that share an item with an instrument."""
    items = {item.code for item in instrument.items}
    return [
        one.code
        for one in INSTRUMENTS.values()
        if items & {item.code for item in one.items}
    ]


def _answers(quarter: Quarter) -> dict[tuple[int, str, str], dict[int | None, People]]:
    items = [item.code for one in (FORM, EARLIER) for item in one.items]
    found: dict[tuple[int, str, str], dict[int | None, People]] = {}
    for row in _asked(_RATINGS, _pools(quarter) | {"items": items}):
        place = (row["quarters"], row["item"], row["what"])
        people = People(row["people"], int(row["people_key"]))
        found.setdefault(place, {})[row["amount"]] = people
    return found


def _groups(quarter: Quarter) -> dict[tuple[int, str, str], GroupAnswers]:
    asked_for = _pools(quarter) | {
        "items": [item.code for item in FORM.items],
        "parts": [item.group for item in FORM.items],
    }
    return {
        (row["quarters"], str(row["organisation_id"]), row["part"]): GroupAnswers(
            People(row["people"], int(row["people_key"])),
            row["most_each"],
            {int(score): number for score, number in _json(row["answers"]).items()},
        )
        for row in _asked(_GROUPS, asked_for)
    }


def _check_ins(row: dict[str, Any]) -> CheckIns:
    largest = row["largest"]
    return CheckIns(
        Spread(row["occasions"], largest[0], sum(largest)),
        People(row["contributors"], int(row["contributors_key"])),
        People(row["asked"], int(row["asked_key"])),
    )


def _of_instrument(quarter: Quarter, instrument: Instrument) -> dict[str, Any]:
    return {
        "start": quarter.start,
        "after": quarter.after,
        "instruments": same_questions(instrument),
        "items": [item.code for item in instrument.items],
    }


def _pools(quarter: Quarter) -> dict[str, Any]:
    return {
        "quarters": list(range(1, LONGEST_POOL + 1)),
        "starts": [one.start for one in back_from(quarter)],
        "after": quarter.after,
    }


def back_from(quarter: Quarter) -> list[Quarter]:
    """Return a quarter and those before it that it may be pooled with."""
    found = [quarter]
    while len(found) < LONGEST_POOL:
        found.append(found[-1].previous())
    return found


def _asked(sql: str, asked_for: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked_for)
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def _json(found: Any) -> dict[str, int]:
    read: dict[str, int] = orjson.loads(found) if isinstance(found, str) else found
    return read
