"""Leave quickly: the session is gone and Back shows nothing."""

from __future__ import annotations

import pytest

from tests.browser.virtual_device import VirtualDevice
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


def test_a_passkey_opens_at_one_tap(journey: Journey, ground: Ground) -> None:
    manager = journey.walker("manager")
    manager.sign_in(manager.who.email, manager.who.password, manager.who.app)
    device = VirtualDevice(manager.page)
    manager.open("/accounts/yours/passkey/")
    manager.fill("What you call it", "my laptop")
    manager.picture("35-passkey")
    manager.press("Make the passkey")
    manager.page.wait_for_selector("text=Passkey: my laptop")
    manager.picture("36-your-sign-in")
    held = device.passkeys()[0]["credentialId"]

    manager.context.clear_cookies()
    manager.open("/accounts/login/")
    manager.press("Sign in with a passkey")
    manager.page.wait_for_url("**/manage/")

    ((stored,),) = ground.look(
        "SELECT data::text FROM mfa_authenticator WHERE type = 'webauthn'"
    )
    assert held not in stored
