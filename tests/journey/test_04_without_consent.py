"""Something has to be told, and somebody's record read at once, without his consent."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.journey.conftest import Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground
from tests.journey.test_03_his_copy import show_it_is_you
from tests.journey.walker import Walker

TOLD = "On Thursday he said that his son is not safe this weekend."


def tell(somebody: Walker, *, could_wait: bool) -> None:
    """Fill in what is told, and send it."""
    somebody.choose("What allows it", "A child has to be protected")
    somebody.fill("Why, in this case", "He told me so himself, calmly and clearly.")
    somebody.fill("Who is told", "Ngaire Heronwood")
    somebody.fill("Where they work", "Oranga Tamariki")
    somebody.fill("Exactly what is told", TOLD)
    yes = "Yes: a manager approves it before anything is told"
    no = "No: it could not wait, and it has been told"
    somebody.choose("Can it wait for a manager?", yes if could_wait else no)


@pytest.mark.req("CON-06", "K10")
def test_a_worker_asks_a_manager_approves_and_it_is_told(
    journey: Journey, ground: Ground
) -> None:
    worker, manager = journey.inside("worker", number=1), journey.inside("manager")
    subject = ground.subjects_of(worker.who, "RECORD", "SESSIONS")[0]
    journey.notes["without"] = str(subject)
    worker.open(f"/people/{subject}/told/")
    worker.picture("24-nobody-was-told")
    worker.follow("Tell somebody")
    show_it_is_you(worker)
    worker.picture("24-tell-somebody")
    tell(worker, could_wait=True)
    worker.press("Save")
    entry = worker.path
    worker.picture("24-waits-for-a-manager")

    manager.open("/manage/")
    assert "A manager is asked to approve" in manager.text()
    manager.picture("24-a-manager-is-asked")
    manager.follow("Look at it")
    manager.picture("24-the-second-person")
    manager.press("Approve it")
    show_it_is_you(manager)
    assert "Approved, not told yet" in manager.text()

    worker.open(entry)
    worker.tap(worker.page.get_by_label("What was told is what stands here"))
    worker.press("It was told")
    show_it_is_you(worker)
    assert "Exactly what was told" in worker.text()
    rows = ground.look("SELECT d::text FROM overrides_disclosure d")
    assert not any(TOLD in text for (text,) in rows)
    with worker.page.expect_download() as download:
        worker.page.get_by_role("link", name="Print it").click()
    download.value.save_as(ground.out / "entry.pdf")
    assert TOLD in pdf_text(ground.out / "entry.pdf")


@pytest.mark.req("CON-07")
def test_a_manager_reads_in_an_emergency_and_it_closes(
    journey: Journey, ground: Ground
) -> None:
    manager, subject = journey.inside("manager"), journey.notes["without"]
    manager.open(f"/manage/people/{subject}/")
    name = manager.heading.split()[0]
    manager.follow("Read in an emergency")
    show_it_is_you(manager)
    manager.picture("25-an-emergency")
    manager.choose("What makes it an emergency", "He may harm himself")
    manager.fill(
        "What happened, and what you need to know", "His flatmate rang. Whom to ring?"
    )
    manager.press("Open it for 30 minutes")
    show_it_is_you(manager)
    reading = manager.path
    assert "Open until" in manager.text()
    assert name in manager.text()
    manager.picture("25-open-in-an-emergency")

    # Half an hour later; nothing but the clock has moved.
    ground.look(
        "UPDATE overrides_emergencyreading SET until = now(), opened_at = now()"
        " - interval '30 minutes' WHERE subject_id = %s RETURNING id",
        UUID(subject),
    )

    manager.open(reading)
    assert "it was open from" in manager.text()
    assert "Open until" not in manager.text()
    manager.picture("25-over")
    manager.open("/manage/without-consent/")
    assert "Read, to be reviewed" in manager.text()
    manager.picture("25-without-consent")


@pytest.mark.req("CON-07", "RGT-03")
def test_he_is_shown_that_it_was_read(journey: Journey) -> None:
    worker = journey.inside("worker", number=1)
    worker.open(f"/people/{journey.notes['without']}/who-looked/")

    assert "opened your record in an emergency" in worker.text()
    assert "so that you don’t come to harm" in worker.text()
    worker.picture("25-he-sees-it")
