"""Every way in which a passkey must not be taken."""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client, RequestFactory
from fido2.utils import websafe_encode

from msa.accounts import passkeys, recovery
from msa.accounts.sessions import SessionStore
from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn

from .conftest import CODE, give_factor, person_of, words
from .device import Device
from .passkey_steps import (
    ADD,
    ALONE,
    FIRST,
    YOURS,
    add,
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


def test_alone_it_never_leads_to_another_site(cast: Cast, device: Device) -> None:
    browser = Client()

    done = browser.post(
        ALONE,
        {"passkey": device.show(asked(browser)), "next": "https://elsewhere.example/"},
    )

    assert done["Location"] == "/"


def test_alone_it_must_know_its_owner(cast: Cast, device: Device) -> None:
    device.knows_owner = False
    browser = Client()

    browser.post(ALONE, {"passkey": device.show(asked(browser))})

    assert not is_in(browser)


@pytest.mark.req("U01")
def test_a_password_alone_adds_none_once_a_factor_was_set_up_elsewhere(
    cast: Cast,
) -> None:
    asking, looking = half_in(), half_in()
    assert looking.get(FIRST).status_code == 200
    give_factor(cast.worker)

    assert asking.post(f"{FIRST}offer/")["Location"] == "/accounts/login/"
    assert looking.get(FIRST)["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in looking.session


@pytest.mark.req("U01")
def test_nobody_adds_one_with_a_password_alone(cast: Cast) -> None:
    give_factor(cast.worker)
    browser = half_in()

    assert browser.post(f"{ADD}offer/")["Location"].startswith("/accounts/login/")
    assert browser.post(f"{FIRST}offer/")["Location"].startswith("/accounts/login/")


@pytest.mark.req("U02")
def test_a_replayed_answer_opens_nothing(cast: Cast, device: Device) -> None:
    first, second = half_in(), half_in()
    asked(second)
    answer = device.show(asked(first))
    assert first.post(CODE, {"passkey": answer})["Location"] == "/"

    for again in (second, first):
        again.cookies = second.cookies
        assert "was not taken" in words(again.post(CODE, {"passkey": answer}))


@pytest.mark.req("U02")
def test_a_question_is_answered_once(cast: Cast, device: Device) -> None:
    device.count = -1  # one that never counts
    browser = half_in()
    options = asked(browser)
    browser.post(CODE, {"passkey": "{}"})

    refused = browser.post(CODE, {"passkey": device.show(options, count=0)})

    assert "was not taken" in words(refused)


@pytest.mark.req("U02")
def test_an_old_question_is_not_answered(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = half_in()
    answer = device.show(asked(browser))
    now = time.time()
    monkeypatch.setattr("msa.accounts.passkeys.time.time", lambda: now + 301)

    assert "was not taken" in words(browser.post(CODE, {"passkey": answer}))


@pytest.mark.parametrize("count", [0, 1])
def test_a_counter_that_does_not_grow_is_refused(
    cast: Cast, device: Device, count: int
) -> None:
    browser = half_in()
    assert (
        browser.post(CODE, {"passkey": device.show(asked(browser))}).status_code == 302
    )

    again = half_in()
    refused = again.post(CODE, {"passkey": device.show(asked(again), count=count)})

    assert "was not taken" in words(refused)


def test_one_that_never_counts_goes_on(cast: Cast, device: Device) -> None:
    for _turn in range(2):
        browser = half_in()
        answer = device.show(asked(browser), count=0)
        assert browser.post(CODE, {"passkey": answer})["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("origin", "https://testserver"),
        ("origin", "http://testserver:8000"),
        ("origin", "http://elsewhere.testserver"),
        ("origin", "http://elsewhere.example"),
        ("site", "elsewhere.example"),
    ],
)
def test_a_foreign_page_asks_in_vain(
    cast: Cast, device: Device, name: str, value: str
) -> None:
    setattr(device, name, value)
    browser = half_in()

    refused = browser.post(CODE, {"passkey": device.show(asked(browser))})

    assert "was not taken" in words(refused)


def test_a_foreign_page_sets_nothing_up(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)

    page = add(browser, Device(origin="http://elsewhere.example"))

    assert "could not be set up" in words(page)
    assert stored() == []


def test_another_persons_passkey_is_worth_nothing(
    cast: Cast, sign_in: SignIn, device: Device
) -> None:
    other = equip(cast.colleague, sign_in)[1]
    browser = half_in()

    refused = browser.post(CODE, {"passkey": other.show(asked(browser))})

    assert "was not taken" in words(refused)


def test_it_lets_in_its_owner_whoever_it_claims_to_be(
    cast: Cast, sign_in: SignIn, device: Device
) -> None:
    device.owner = cast.colleague.person.bytes
    equip(cast.colleague, sign_in)
    browser = Client()

    browser.post(ALONE, {"passkey": device.show(asked(browser))})

    assert not is_in(browser)


def test_a_forged_signature_is_refused(cast: Cast, device: Device) -> None:
    forger = Device()
    forger.id, forger.owner, forger.count = device.id, device.owner, 50
    browser = half_in()

    refused = browser.post(CODE, {"passkey": forger.show(asked(browser))})

    assert "was not taken" in words(refused)


def test_a_row_given_to_somebody_else_opens_nothing_for_him(
    cast: Cast, device: Device
) -> None:
    with use(None):
        Authenticator.objects.update(user_id=cast.manager.person)
    browser = half_in("manager@kauri.example")

    refused = browser.post(CODE, {"passkey": device.show(asked(browser))})

    assert "was not taken" in words(refused)


def test_one_of_the_other_site_is_none_here(
    cast: Cast, device: Device, settings: Any
) -> None:
    settings.MSA_SITE = "national"
    browser = half_in()

    page = browser.get(CODE)

    assert "belongs to another site" in words(page)
    assert "was not taken" in words(
        browser.post(CODE, {"passkey": device.show(asked(browser))})
    )


def test_an_ended_sign_in_is_refused(cast: Cast, device: Device) -> None:
    person = person_of(cast.worker)
    with use(cast.worker.context.__class__(cast.kauri.id, person.id, "owner")):
        person.is_active = False
        person.save(update_fields=["is_active"])
    browser = Client()

    browser.post(ALONE, {"passkey": device.show(asked(browser))})

    assert "_auth_user_id" not in browser.session


def test_no_answer_however_odd_breaks_the_page(cast: Cast, device: Device) -> None:
    chance = random.Random(7)
    browser = half_in()
    good = device.show(asked(browser))
    odd = ["null", "[]", "7", '"x"', "{", "{}", '{"id": 1}', "\x00", "é", "9" * 20_001]
    for _turn in range(60):
        place = chance.randrange(len(good))
        odd.append(good[:place] + chance.choice('"{}[],x\\0') + good[place + 1 :])
        odd.append(good[:place])
    parsed = json.loads(good)
    for part in parsed["response"]:
        for value in (None, 1, "", "AA", "A" * 100, {}, []):
            changed = {**parsed, "response": {**parsed["response"], part: value}}
            odd.append(json.dumps(changed))
    # An extension that ends too soon, and one that is nested too deep.
    for more in (b"\x19\x01", b"\x81" * 9_000):
        told = websafe_encode(bytes(32) + b"\x81" + bytes(4) + more)
        parsed["response"]["authenticatorData"] = told
        odd.append(json.dumps(parsed))
    odd.append(good + " " * passkeys.LONGEST_ANSWER)
    request = RequestFactory().post("/")
    with use(None):
        person = person_of(cast.worker)
        for answer in odd:
            request.session = SessionStore()  # type: ignore[assignment]
            passkeys.ask(request, person)
            with pytest.raises(passkeys.NotShown):
                passkeys.shown(request, person, answer)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Fill in “What you call it”"),
        ("name", "x" * 41, "at most 40"),
        ("passkey", "nonsense", "could not be set up"),
        ("passkey", "x" * 20_001, "at most 20000"),
    ],
)
def test_bad_input_sets_nothing_up(
    cast: Cast, sign_in: SignIn, field: str, value: str, said: str
) -> None:
    browser = sign_in(cast.worker)
    made = Device().make(offered(browser))

    page = browser.post(ADD, {"name": "my phone", "passkey": made, field: value})

    assert said in words(page)
    assert stored() == []


def test_the_last_one_stays(cast: Cast, sign_in: SignIn, device: Device) -> None:
    browser = sign_in(cast.worker)
    with use(None):
        factor = Authenticator.objects.get(type="webauthn").pk
        recovery.make(person_of(cast.worker))

    page = browser.post(f"{YOURS}remove/", {"factor": factor}, follow=True)

    assert "Nothing was removed" in words(page)
    assert len(stored()) == 1


@pytest.mark.parametrize("factor", ["", "x", "-1", "²", "9" * 21, "9" * 5_000])
def test_nothing_odd_is_removed(
    cast: Cast, sign_in: SignIn, device: Device, factor: str
) -> None:
    give_factor(cast.worker)

    sign_in(cast.worker).post(f"{YOURS}remove/", {"factor": factor})

    assert len(stored()) == 1


def test_nobody_removes_anothers(cast: Cast, sign_in: SignIn, device: Device) -> None:
    give_factor(cast.worker)
    with use(None):
        factor = Authenticator.objects.get(type="webauthn").pk

    sign_in(cast.colleague).post(f"{YOURS}remove/", {"factor": factor})

    assert len(stored()) == 1


@pytest.mark.req("U02")
def test_of_many_who_send_one_answer_at_once_one_is_taken(
    live: str, live_cast: Cast
) -> None:
    phone, request = Device(), RequestFactory().post("/")
    with use(None), transaction.atomic():
        request.user = person = person_of(live_cast.worker)  # type: ignore[assignment]
        request.session = SessionStore()  # type: ignore[assignment]
        made = phone.make(passkeys.offer(request))
        passkeys.keep(request, name="phone", answer=made)
        answer = phone.show(passkeys.ask(request, person), count=0)
        question = request.session["passkey"]

    def send(_turn: int) -> bool:
        try:
            with use(None), transaction.atomic():
                mine = RequestFactory().post("/")
                mine.session = {"passkey": question}  # type: ignore[assignment]
                passkeys.shown(mine, person, answer)
        except passkeys.NotShown:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        taken = list(crowd.map(send, range(16)))

    assert taken.count(True) == 1
