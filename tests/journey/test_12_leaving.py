"""Leave quickly: the session is gone and Back shows nothing."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

NEUTRAL = "Weather words"


@pytest.mark.req("UI-S4")
def test_leaving_ends_the_session_and_back_stays_neutral(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker", number=1)
    worker.open("/today/")
    worker.open(journey.notes["person"])
    assert journey.notes["name"] in worker.text()
    key = worker.session_key()
    assert ground.sessions_in_store(key) == 1

    worker.follow("Leave quickly")
    worker.page.wait_for_url("**/neutral")
    worker.picture("34-left")
    seen = [worker.page.title()]
    for _ in range(2):
        worker.page.go_back()
        seen.append(worker.page.title())
        assert journey.notes["name"] not in worker.text()

    assert seen == [NEUTRAL] * 3
    assert ground.sessions_in_store(key) == 0


def test_signing_out_ends_the_session(journey: Journey, ground: Ground) -> None:
    manager = journey.inside("manager")
    manager.open("/manage/")
    key = manager.session_key()

    manager.tap(manager.page.get_by_role("button", name="Sign out").first)

    assert ground.sessions_in_store(key) == 0
