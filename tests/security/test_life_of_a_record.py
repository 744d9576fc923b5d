from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.security.conftest import EXHAUSTIVE
from tests.security.life_machine import Life

#: Each part has histories of its own, so that two cores can share the full size.
PARTS = range(4 if EXHAUSTIVE else 1)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.req("S17", "CON-04", "CAS-04", "SEC-04")
def test_no_order_of_events_breaks_what_must_hold(
    live: str, attempts: Callable[[int, int], int], part: int
) -> None:
    cache.clear()
    run_state_machine_as_test(
        seed(part)(Life),
        settings=settings(
            max_examples=attempts(25, 2_000 // len(PARTS)),
            stateful_step_count=attempts(30, 50),
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            # A shrunken history is shorter, and takes minutes to find.
            phases=[Phase.generate],
        ),
    )

    # No act is only ever tried by those who may, or only by those who may not.
    went = {act for act, may in Life.tried if may}
    refused = {act for act, may in Life.tried if not may}
    assert len(refused) == 9
    assert went >= {"welcome", "introduce", "withdraw", "log", "save", "hand_over"}
    assert went == refused | {"introduce"} or not EXHAUSTIVE
