"""He asks for his copy and for a correction; both are his by law, and have a clock."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground
from tests.journey.walker import Walker

STATEMENT = "I never said it that way."


def show_it_is_you(worker: Walker) -> None:
    """Give the second factor again, where it was shown too long ago."""
    if worker.path != "/accounts/confirm/":
        return
    worker.fill("Code from your app", worker.who.app.next_code())
    worker.press("Go on")
    if worker.page.get_by_role("button", name="Send it now").count():
        worker.press("Send it now")


@pytest.mark.req("RGT-02")
def test_his_statement_stands_where_the_part_is_shown(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker")
    subject = ground.subjects_of(worker.who, "RECORD", "SESSIONS")[0]
    journey.notes["asking"] = f"/people/{subject}/"
    worker.open(journey.notes["asking"])
    worker.follow("Copies and corrections")
    worker.picture("48-nothing-asked-for")
    worker.follow("He asks for a correction")
    worker.page.get_by_label("Which part of his record").select_option("contact")
    worker.fill("What he wants changed", STATEMENT)
    worker.picture("48-a-correction")
    worker.press("Save")
    worker.picture("48-a-correction-to-answer")

    worker.follow("Decline, with the reason")
    worker.fill("Why it is declined", "It is what he told us then.")
    worker.picture("48-declined-with-his-statement")
    worker.press("Decline")

    worker.open(journey.notes["asking"])
    assert STATEMENT in worker.text()
    worker.picture("48-his-statement")


@pytest.mark.req("RGT-01")
def test_he_is_handed_his_copy(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    worker.open(journey.notes["asking"] + "rights/copy/")
    worker.picture("49-a-copy")
    worker.press("Save")
    request = worker.path
    worker.open("/today/")
    assert "They asked for" in worker.text()
    worker.open(request)
    worker.picture("49-a-copy-to-make")

    worker.press("Make the copy")
    show_it_is_you(worker)

    worker.picture("49-the-copy-is-ready")
    with worker.page.expect_download() as download:
        worker.press("To read and print (PDF)")
    assert download.value.suggested_filename == "copy.pdf"
    download.value.save_as(ground.out / "his-copy.pdf")
    text = pdf_text(ground.out / "his-copy.pdf")
    assert "Your own copy" in text
    assert STATEMENT in text


def test_the_manager_sees_what_was_asked_for(journey: Journey) -> None:
    manager = journey.inside("manager")
    assert manager.path == "/manage/"
    manager.follow_more("Requests")

    assert "Handed over" in manager.text()
    manager.picture("49-requests")
