"""Inventing check-ins: how fictional people answer, and how that changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from assessments.enums import Way
from assessments.instruments import CURRENT
from assessments.sheets import Sheet
from msa.exchange.demo import words
from msa.exchange.storing.activity import Stretch
from msa.exchange.storing.check_ins import CheckIn

#: The first after three months of support, then one every six months (rules, Form 2).
_FIRST, _EVERY = timedelta(days=92), timedelta(days=183)
_AT_NOON = time(0, 0, tzinfo=UTC)
_WAYS = (Way.ROOM, Way.ROOM, Way.HANDED, Way.LINK, Way.PAPER)


def check_ins(
    stretches: Iterable[Stretch], *, today: date, chance: Random
) -> list[CheckIn]:
    """Return the check-ins of somebody, the oldest first; most that were due."""
    days = [day for stretch in stretches for day in _due(stretch, today)]
    leaning, growth = chance.gauss(3.0, 0.7), chance.gauss(0.35, 0.35)
    done = []
    for number, day in enumerate(days):
        when = day + timedelta(days=chance.randint(0, 20))
        if when <= today and chance.random() < 0.85:
            done.append(_answered(when, leaning + growth * number, chance))
    return done


def _due(stretch: Stretch, today: date) -> list[date]:
    if stretch.activated_on is None:
        return []
    last = stretch.ended_on or today
    days, day = [], stretch.activated_on + _FIRST
    while day <= last:
        days.append(day)
        day += _EVERY
    return days


def _answered(when: date, leaning: float, chance: Random) -> CheckIn:
    ratings: dict[str, int | None] = {}
    for item in CURRENT.items:
        draw = chance.random()
        if draw < 0.03:
            continue
        ratings[item.code] = None if draw < 0.08 else _rating(leaning, chance)
    told = {
        question.code: chance.choice(bank)
        for question, bank in zip(CURRENT.open_questions, words.TOLD, strict=True)
        if chance.random() < 0.35
    }
    return CheckIn(
        completed_on=when,
        sheet=Sheet(
            CURRENT.code,
            ratings=ratings,
            words=told,
            passed=len(CURRENT.items) + len(CURRENT.open_questions),
        ),
        way=chance.choice(_WAYS),
        at=datetime.combine(when, _AT_NOON),
        worker_may_see=chance.random() < 0.4,
    )


def _rating(leaning: float, chance: Random) -> int:
    lowest, highest = 1, 5
    return max(lowest, min(highest, round(chance.gauss(leaning, 0.9))))
