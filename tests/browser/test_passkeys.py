"""A passkey in a real browser: made, shown at each door, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.accessibility import findings
from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.virtual_device import VirtualDevice
from tests.browser.visitor import Visitor

WORDS = "We talked about “the river”, and about his son."
YOURS = "/accounts/yours/"


def _wait_for(visitor: Visitor, path: str) -> None:
    visitor.page.wait_for_url(f"**{path}")


def _add(visitor: Visitor, name: str) -> None:
    visitor.open(f"{YOURS}passkey/")
    visitor.fill("What you call it", name)
    visitor.press("Make the passkey")
    _wait_for(visitor, YOURS)


@pytest.mark.req("SEC-03", "UI-A6", "UI-W7", "U08")
def test_a_passkey_opens_every_door(visit: Visit, running: Product) -> None:
    visitor = visit("colleague", afresh=True)
    device = VirtualDevice(visitor.page)
    _add(visitor, "my phone")
    assert "Passkey: my phone" in visitor.text()
    assert findings(visitor.page) == []
    assert len(device.passkeys()) == 1

    # Alone, at the start.
    visitor.page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.press("Sign in with a passkey")
    _wait_for(visitor, "/today/")

    # After the password.
    visitor.page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.give_password(running.emails["colleague"], running.password)
    assert findings(visitor.page) == []
    visitor.press("Use a passkey")
    _wait_for(visitor, "/today/")

    # At a lock, and what was typed is kept.
    visitor.follow("Petera")
    person = visitor.path
    visitor.open(person + "contact/")
    visitor.page.locator("main textarea").first.fill(WORDS)
    running.age(visitor.session_key(), minutes=16)
    visitor.press("Save")
    visitor.press("Use a passkey")
    _wait_for(visitor, "/accounts/go-on/")
    visitor.press("Send it now")
    visitor.open(person + "contact/")
    assert visitor.page.locator("main textarea").first.input_value() == WORDS

    # Before a grave act: removing it, which is held and then sent.
    running.age(visitor.session_key(), minutes=6)
    visitor.open(YOURS)
    visitor.press("Remove my phone")
    assert visitor.heading == "Is it you?"
    visitor.press("Use a passkey")
    _wait_for(visitor, "/accounts/go-on/")
    visitor.press("Send it now")
    assert "It is removed." in visitor.text()

    # It is worth nothing now, though the device still has it.
    visitor.page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.press("Sign in with a passkey")
    visitor.page.wait_for_selector("text=The passkey was not taken")
    assert visitor.path == "/accounts/login/"
    assert len(device.passkeys()) == 1


def test_a_copied_passkey_betrays_itself(visit: Visit, running: Product) -> None:
    owner, thief = visit("colleague", afresh=True), visit()
    phone = VirtualDevice(owner.page)
    _add(owner, "copied")
    copy = VirtualDevice(thief.page)
    copy.hold(phone.passkeys()[0])
    for _turn in range(2):
        owner.page.context.clear_cookies()
        owner.open("/accounts/login/")
        owner.press("Sign in with a passkey")
        _wait_for(owner, "/today/")

    thief.open("/accounts/login/")
    thief.press("Sign in with a passkey")

    thief.page.wait_for_selector("text=The passkey was not taken")


def test_a_device_without_one_says_so(visit: Visit, running: Product) -> None:
    visitor = visit()
    VirtualDevice(visitor.page).forget_all()
    visitor.open("/accounts/login/")

    visitor.press("Sign in with a passkey")

    visitor.page.wait_for_selector("text=The passkey was not used")
    assert findings(visitor.page) == []


def test_without_javascript_codes_go_on(visit: Visit, running: Product) -> None:
    visitor = visit("colleague", afresh=True, script=False)

    visitor.open(f"{YOURS}passkey/")

    assert "Codes from an authenticator app work without it" in visitor.text()
    assert not visitor.page.get_by_role("button", name="Make the passkey").is_visible()


@pytest.mark.req("UI-W7")
def test_two_minutes_before_the_lock_it_warns(
    visit: Visit, running: Product, tmp_path: Path
) -> None:
    visitor = visit("colleague", afresh=True)
    visitor.page.clock.install()
    visitor.open("/today/")
    warning = visitor.page.get_by_text("This page locks in two minutes").first
    visitor.page.clock.run_for(12 * 60_000)
    assert not warning.is_visible()

    visitor.page.clock.run_for(60_000 + 1000)
    assert warning.is_visible()
    said = visitor.page.locator("[data-lock-status]").inner_text()
    faults = findings(visitor.page)
    visitor.press("Stay signed in")
    warning.wait_for(state="hidden")

    assert said == "This page locks in two minutes"
    assert faults == []
    assert visitor.path == "/today/"
    visitor.page.clock.run_for(12 * 60_000)
    assert not warning.is_visible()


@pytest.mark.req("UI-W7")
def test_staying_in_one_page_quiets_the_other(visit: Visit, running: Product) -> None:
    visitor = visit("colleague", afresh=True)
    visitor.page.clock.install()
    visitor.open("/today/")
    visitor.page.clock.run_for(13 * 60_000 + 1000)
    warning = visitor.page.get_by_text("This page locks in two minutes").first
    assert warning.is_visible()

    other = visitor.context.new_page()
    other.goto("/people/")

    warning.wait_for(state="hidden")
