"""Passkeys: set up, shown at each door, removed."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from msa.accounts import passkeys, recovery
from msa.accounts.services import take_away_factors
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn

from .conftest import CODE, SET_UP, code, give_factor, person_of, words
from .device import Device
from .passkey_steps import (
    ADD,
    ALONE,
    FIRST,
    YOURS,
    age,
    asked,
    equip,
    half_in,
    is_in,
    offered,
    stored,
)


@pytest.fixture
def device(cast: Cast, sign_in: SignIn) -> Device:
    """A device with a passkey of the worker, who has no app."""
    return equip(cast.worker, sign_in)[1]


@pytest.mark.req("SEC-03")
def test_an_invited_person_may_begin_with_a_passkey(cast: Cast) -> None:
    browser, phone = half_in(), Device()
    assert not is_in(browser)

    made = phone.make(offered(browser, FIRST))
    done = browser.post(FIRST, {"name": "my phone", "passkey": made})

    assert done["Location"] == "/accounts/yours/recovery-codes/"
    assert is_in(browser)


@pytest.mark.req("SEC-03")
def test_after_the_password_a_passkey_lets_in(cast: Cast, device: Device) -> None:
    browser = half_in()
    assert "Use a passkey" in words(browser.get(CODE))

    done = browser.post(CODE, {"passkey": device.show(asked(browser))})

    assert done["Location"] == "/"
    assert is_in(browser)


@pytest.mark.req("UI-A6")
def test_a_passkey_alone_lets_in(cast: Cast, device: Device) -> None:
    browser = Client()

    done = browser.post(
        ALONE, {"passkey": device.show(asked(browser)), "next": "/people/"}
    )

    assert done["Location"] == "/people/"
    assert is_in(browser)


@pytest.mark.req("SEC-03")
def test_a_locked_session_opens_with_it(cast: Cast, sign_in: SignIn) -> None:
    browser, device = equip(cast.worker, sign_in)
    age(browser, used=16 * 60)
    assert browser.get("/people/")["Location"] == "/accounts/locked/"

    done = browser.post("/accounts/locked/", {"passkey": device.show(asked(browser))})

    assert done["Location"] == "/people/"
    assert is_in(browser)


@pytest.mark.req("U08")
def test_a_grave_act_is_confirmed_with_it(cast: Cast, sign_in: SignIn) -> None:
    browser, device = equip(cast.worker, sign_in)
    age(browser, shown=6 * 60)
    assert browser.get(ADD)["Location"] == "/accounts/confirm/"

    done = browser.post("/accounts/confirm/", {"passkey": device.show(asked(browser))})

    assert done["Location"] == ADD
    assert browser.get(ADD).status_code == 200


@pytest.mark.req("U08")
@pytest.mark.parametrize("path", ["passkey/", "passkey/offer/", "remove/"])
def test_setting_up_and_removing_ask_again(
    cast: Cast, sign_in: SignIn, path: str
) -> None:
    browser = sign_in(cast.worker)
    age(browser, shown=6 * 60)

    assert browser.post(f"{YOURS}{path}")["Location"] == "/accounts/confirm/"


@pytest.mark.req("U01")
def test_whoever_has_one_sets_up_no_first_factor(cast: Cast, device: Device) -> None:
    assert half_in().get(SET_UP)["Location"].startswith("/accounts/login/")


@pytest.mark.req("U05")
def test_a_new_one_ends_other_browsers(cast: Cast, sign_in: SignIn) -> None:
    other = sign_in(cast.worker)
    assert is_in(other)

    browser, _device = equip(cast.worker, sign_in)

    assert (is_in(browser), is_in(other)) == (True, False)


@pytest.mark.req("U05")
def test_a_removed_one_is_worth_nothing_and_ends_other_browsers(
    cast: Cast, sign_in: SignIn, device: Device
) -> None:
    give_factor(cast.worker)
    browser, other = sign_in(cast.worker), sign_in(cast.worker)
    with use(None):
        factor = Authenticator.objects.get(type="webauthn").pk

    browser.post(f"{YOURS}remove/", {"factor": factor})

    assert (is_in(browser), is_in(other)) == (True, False)
    half = half_in()
    refused = half.post(CODE, {"passkey": device.show(asked(half))})
    assert "was not taken" in words(refused)


def test_its_owner_knows_it_by_the_name_he_gave(
    cast: Cast, sign_in: SignIn, device: Device
) -> None:
    assert "my phone" in words(sign_in(cast.worker).get(YOURS))


@pytest.mark.req("U02")
def test_without_an_app_recovery_codes_let_in_too(cast: Cast, device: Device) -> None:
    with use(None):
        spare = recovery.make(person_of(cast.worker))[0]

    assert half_in().post(CODE, {"code": spare})["Location"] == "/"


def test_a_lost_phone_takes_passkeys_along(cast: Cast, device: Device) -> None:
    take_away_factors(person=cast.worker.person)

    assert half_in().get("/today/")["Location"] == SET_UP


@pytest.mark.req("U07")
def test_a_dump_holds_no_passkey(cast: Cast, device: Device) -> None:
    (data,) = stored()
    with use(None):
        (opened,) = passkeys.passkeys_of(person_of(cast.worker))

    assert opened.credential.credential_id == device.id
    assert opened.name == "my phone"
    kept = json.dumps(data)
    for part in (device.id.hex(), passkeys.websafe_encode(device.id), "my phone"):
        assert part not in kept
    assert set(data) == {"site", "sealed", "count"}


def test_the_device_learns_no_address_and_no_purpose(
    cast: Cast, sign_in: SignIn
) -> None:
    asked_for = json.dumps(offered(sign_in(cast.worker)))

    assert "testserver" in asked_for  # the browser itself names the site
    assert "kauri" not in asked_for
    assert "Worker" not in asked_for


def test_codes_that_are_shut_leave_the_passkey_open(cast: Cast, device: Device) -> None:
    give_factor(cast.worker)
    browser = half_in()
    for _turn in range(6):
        shut = browser.post(CODE, {"code": "000000"})
    assert "too often" in words(shut)

    done = browser.post(CODE, {"passkey": device.show(asked(browser))})

    assert done["Location"] == "/"
    assert code()
