"""What fictional people have told of the further parts of Form 1."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from cases.enums import Answer, LifeDomain, Standing
from cases.sections import (
    Issues,
    KeepingSafe,
    Needs,
    NextSteps,
    SectionContent,
    Step,
    Strengths,
    SupportOffer,
    Wellbeing,
    WorkerChoice,
)
from msa.exchange.demo import words


def further(number: int, *, today: date, chance: Random) -> list[SectionContent]:
    """Return some of the further parts: nobody has told everything.

    Each second person has told some; each thirtieth needs somebody now.
    """
    if number % 2:
        return []
    every = [
        Issues(
            chance.choice(words.ISSUES),
            chance.sample(LifeDomain.values, k=2),
            chance.choice(words.AS_HARD_AS),
        ),
        Strengths(chance.choice(words.STRENGTHS)),
        _steps(today, chance),
        KeepingSafe(
            chance.choice(words.SIGNS),
            chance.choice(words.HELPS),
            chance.choice(words.SUPPORTERS)[0],
            chance.choice(words.PLACES),
            "1737",
        ),
        Wellbeing(chance.choice(words.OBJECTIVES), chance.choice(Standing.values)),
        _offer(chance),
        WorkerChoice("YES", chance.choice(("MAN", "ANY", "WOMAN")), met="MET"),
    ]
    told: list[SectionContent] = [one for one in every if chance.random() < 0.6]
    return [*told, *_needs(number, today, chance)]


def _steps(today: date, chance: Random) -> NextSteps:
    steps = chance.sample(words.STEPS, k=chance.choice((1, 2)))
    by = today + timedelta(days=chance.randint(3, 30))
    return NextSteps(
        [
            Step(what, who, by.isoformat(), chance.choice(words.MOVED))
            for what, who in steps
        ]
    )


def _offer(chance: Random) -> SupportOffer:
    kinds = ("peer_group", "counselling", "social_work")
    said = {kind: chance.choice(["", *Answer.values]) for kind in kinds}
    return SupportOffer.of({"one_to_one": Answer.ACCEPTED.value, **said})


def _needs(number: int, today: date, chance: Random) -> list[SectionContent]:
    if number % 30 == 2:
        return [Needs(chance.choice(words.NEEDED), urgent=True)]
    if number % 10 == 4:
        again = today + timedelta(days=chance.randint(-3, 40))
        return [Needs(chance.choice(words.NEEDED), review_on=again.isoformat())]
    return []
