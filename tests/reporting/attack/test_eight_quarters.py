"""Two years of reports of made-up men, attacked with everything that was printed."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from reporting.attack import PUBLISHED_RULES, Reading, attack
from tests.reporting.attack.worlds import (
    QUARTERS,
    World,
    operational,
    support,
)

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
SIZES = (12, 40, 150, 600) if EXHAUSTIVE else (15, 120)
SEEDS = range(20) if EXHAUSTIVE else range(1)


def two_years(size, seed):
    source = random.Random(1000 * size + seed)
    world = World(source, size)
    there = {quarter: world.move_on() for quarter in QUARTERS}
    answering = {
        quarter: [man for man in men if source.random() < 0.3]
        for quarter, men in there.items()
    }
    reports = [operational(men, quarter) for quarter, men in there.items()]
    return reports, support(answering, source)


@pytest.mark.req("D02", "REP-03")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_hidden_in_eight_quarters_can_be_worked_out(size, seed):
    operational_reports, support_reports = two_years(size, seed)
    both = [*operational_reports, *support_reports]

    outcome = attack(both, rules=PUBLISHED_RULES)

    hidden = {
        one.name for one in outcome.ranges if one.kind in {"OPERATIONAL", "SUPPORT"}
    }
    assert outcome.findings == ()
    # There was something to find, and something was printed all the same.
    assert hidden
    assert any(
        figure.reading is Reading.NUMBER for one in both for figure in one.figures
    )


@pytest.mark.req("D12")
@pytest.mark.parametrize("seed", range(20 if EXHAUSTIVE else 1))
def test_new_bands_are_attacked_together_with_old_releases(seed):
    source = random.Random(seed)
    world = World(source, 90)
    old = [operational(world.move_on(), quarter) for quarter in QUARTERS[:7]]
    men = [
        replace(man, single={**man.single, "age": man.single["age"] // 3})
        for man in world.move_on()
    ]
    new = operational(men, QUARTERS[7])

    assert attack([*old, new], rules=PUBLISHED_RULES).findings == ()
