from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.without_consent import tell

RECORD = "Keep a record about me (Form 1)"
CONTACT = "Contact me in the ways I choose"


@pytest.mark.req("UI-W11")
@pytest.mark.parametrize("typed", ["tane", "Taane", "TĀNE"])
def test_a_name_is_found_however_it_is_written(visit: Visit, typed: str) -> None:
    worker = visit("worker", script=False)
    worker.open("/today/")

    worker.fill("Find one of your people", typed)
    worker.page.keyboard.press("Enter")
    worker.page.wait_for_url("**/people/search/")

    assert worker.heading == "People found"
    assert worker.page.get_by_role("link", name="Tāne", exact=True).count() == 1


def test_somebody_new_is_welcomed(visit: Visit) -> None:
    worker = visit("colleague", script=False)
    worker.open("/today/")
    worker.follow("Welcome somebody new")
    worker.choose(RECORD, "Yes")
    worker.choose(CONTACT, "Yes")
    worker.choose("Is he 18 or older?", "18 or older")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.press("Go on")

    assert worker.heading == "Getting started"
    worker.fill("What he likes to be called", "Ihaia")
    worker.fill("Phone number (optional)", "021 555 0199")
    worker.tap(worker.page.get_by_label("Safe to ring"))
    worker.press("Save")

    assert worker.heading == "Ihaia"
    assert "021 555 0199" in worker.text()


def test_what_is_said_no_to_is_not_kept(visit: Visit) -> None:
    worker = visit("colleague", script=False)
    worker.open("/people/new/")

    worker.choose(RECORD, "No")
    worker.press("Go on")

    assert worker.heading == "Nothing was kept"


def test_a_manager_moves_somebody_and_the_first_worker_sees_him_no_more(
    visit: Visit,
) -> None:
    worker = visit("worker")
    worker.open("/people/")
    worker.follow("Rāwiri-James")
    page = worker.path
    manager = visit("manager", script=False, width=1280)
    manager.open("/manage/")

    manager.follow("Move Rāwiri-James")
    manager.tap(manager.page.locator("label", has_text="Tama Colleague"))
    manager.press("Continue")
    manager.press("Assign to Tama Colleague")

    assert "Works with Tama Colleague" in manager.text()
    assert worker.open(page) == 404


@pytest.mark.req("CON-06")
def test_two_people_tell_somebody_without_his_consent(visit: Visit) -> None:
    worker = visit("worker", script=False)
    worker.open("/people/")
    worker.follow("Matiu")
    worker.open(worker.path + "told/new/")
    tell(worker, could_wait=True)
    assert "Waits for a manager" in worker.text()

    manager = visit("manager", script=False, width=1280)
    manager.open("/manage" + worker.path)
    manager.press("Approve it")

    assert "Approved, not told yet" in manager.text()
