from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.accessibility import findings
from tests.browser.conftest import Visit
from tests.browser.product import Product

WORDS = "We talked about “the river”, and about his son."


@pytest.mark.req("UI-W7", "U06")
def test_what_was_typed_outlives_the_lock(visit: Visit, running: Product) -> None:
    visitor = visit("colleague", afresh=True)
    visitor.follow("Petera")
    person = visitor.path
    visitor.open(person + "contact/")
    box = visitor.page.locator("main textarea").first
    box.fill(WORDS)
    running.age(visitor.session_key(), minutes=16)

    visitor.press("Save")
    locked = visitor.text()
    faults = findings(visitor.page)
    visitor.fill("Code from your app", running.apps["colleague"].next_code())
    visitor.press("Go on")
    kept = visitor.text()
    faults += findings(visitor.page)
    visitor.press("Send it now")

    assert "Nothing is lost" in locked
    assert WORDS not in locked
    assert "It has not been saved yet" in kept
    assert faults == []
    visitor.open(person + "contact/")
    assert visitor.page.locator("main textarea").first.input_value() == WORDS


@pytest.mark.req("U06")
def test_a_page_left_alone_locks_and_comes_again(
    visit: Visit, running: Product
) -> None:
    visitor = visit("colleague", afresh=True)
    visitor.follow("Petera")
    person = visitor.path
    running.age(visitor.session_key(), minutes=16)

    visitor.page.reload()
    assert visitor.heading == "Locked, for nobody was here"
    assert "Petera" not in visitor.text()
    visitor.fill("Code from your app", running.apps["colleague"].next_code())
    visitor.press("Go on")

    assert visitor.path == person


@pytest.mark.req("U08", "SEC-03")
def test_an_invited_person_reaches_his_first_page(
    visit: Visit, running: Product
) -> None:
    admin, guest = visit("admin", afresh=True), visit()
    running.age(admin.session_key(), minutes=6)

    admin.follow("Invite somebody")
    assert admin.heading == "Is it you?"
    faults = findings(admin.page)
    admin.fill("Code from your app", running.apps["admin"].next_code())
    admin.press("Go on")
    admin.fill("Email address", "guest@browser.example")
    admin.choose("What they do here", "Peer worker")
    admin.press("Make the link")
    link = admin.page.locator(".link-to-copy").inner_text()
    guest.open(urlsplit(link).path)
    guest.fill("Your name", "Guest")
    guest.fill("New password", "a door that opens softly")
    guest.press("Go on")
    faults += findings(guest.page)

    assert guest.heading == "Set up your codes"
    assert faults == []
