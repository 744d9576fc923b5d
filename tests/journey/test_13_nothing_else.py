"""What no page on the way may have done, and what is left for whoever looks."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

STEPS = 60


@pytest.mark.req("SEC-06")
def test_no_page_broke_the_content_policy_or_asked_another_host(
    journey: Journey,
) -> None:
    assert len(journey.walkers) >= 6

    faults = {who: one.faults for who, one in journey.walkers.items() if one.faults}

    assert faults == {}


def test_each_step_was_pictured_four_times(ground: Ground) -> None:
    pictures = [path.stem for path in (ground.out / "screenshots").glob("*.png")]

    steps = {name.rsplit("-", 2)[0] for name in pictures}

    assert len(steps) >= STEPS
    assert len(pictures) == 4 * len(steps)
