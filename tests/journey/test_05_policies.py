"""A manager publishes a policy; a peer worker reads it and says so."""

from __future__ import annotations

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

READ = "SELECT count(*) FROM handbook_acknowledgement"
TEXT = (
    "Nobody works alone with a child.\n\nWhoever is worried about a child says so to a"
    " manager the same day."
)


def test_a_manager_publishes_a_policy(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open("/manage/policies/")
    assert "Not written yet" in manager.text()
    manager.picture("67-policies")
    manager.follow("Publish a policy")
    manager.page.get_by_label("Child protection").check()
    manager.page.get_by_label("Its words").fill(TEXT)
    manager.fill("To be looked at again on", "1/7/2099")
    manager.picture("67-publish-a-policy")

    manager.press("Publish it")

    assert "Who has not read it yet" in manager.text()
    manager.picture("67-who-has-not-read-it")


def test_a_peer_worker_reads_it_and_says_so(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    before = ground.look(READ)[0][0]
    worker.open("/today/")
    worker.follow("Child protection")
    worker.picture("67-to-read")

    worker.press("I have read it")

    assert ground.look(READ)[0][0] == before + 1
    worker.open("/today/")
    assert "To read" not in worker.text()
