from __future__ import annotations

import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from msa.accounts import recovery
from msa.accounts.browsers import browser_named, device_named
from msa.accounts.models import Session
from msa.tenancy.context import use
from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn

from .conftest import CODE, code, enter_password, give_factor, person_of, words

YOURS = "/accounts/yours/"
CODES = "/accounts/yours/recovery-codes/"
WORKER = "worker@kauri.example"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
OTHER = "B" * 32


def is_in(browser: Client) -> bool:
    return browser.get("/today/").status_code == 200


def handle_of(browser: Client) -> uuid.UUID:
    return uuid.UUID(browser.session["seen"]["handle"])


def make_codes(cast: Cast) -> list[str]:
    with use(None):
        return recovery.make(person_of(cast.worker))


def by_hand(agent: str = FIREFOX) -> Client:
    """Sign in as a browser would, so that the kind of browser is known."""
    browser = Client(headers={"user-agent": agent})
    enter_password(browser, WORKER)
    return browser


@pytest.mark.parametrize(
    ("agent", "browser", "device"),
    [
        (FIREFOX, "Firefox", "Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/150 Safari/537 Edg/150",
            "Edge",
            "Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/604",
            "Safari",
            "iPhone",
        ),
        ("something of its own", "", ""),
    ],
)
def test_a_browser_is_named_in_plain_words(
    agent: str, browser: str, device: str
) -> None:
    assert (browser_named(agent), device_named(agent)) == (browser, device)


def test_the_list_shows_each_browser_and_no_address(cast: Cast, client: Client) -> None:
    give_factor(cast.worker)
    browser = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.9")
    enter_password(browser, WORKER)
    browser.post(CODE, {"code": code()})

    page = words(browser.get(YOURS))

    assert "Firefox, Android" in page
    assert "This one" in page
    with use(None), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM accounts_session s")
        assert not any("203.0" in row for (row,) in cursor.fetchall())
    assert browser.session.session_key not in page


def test_another_persons_browsers_are_not_listed(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.colleague)

    page = sign_in(cast.worker).get(YOURS)

    assert len(page.context["sessions"]) == 1


@pytest.mark.req("U05")
def test_one_browser_can_be_ended(cast: Cast, sign_in: SignIn) -> None:
    here, there, third = (sign_in(cast.worker) for _ in range(3))
    assert is_in(there)

    ended = here.post(f"{YOURS}{handle_of(there)}/")

    assert ended["Location"] == YOURS
    assert not is_in(there)
    assert is_in(here)
    assert is_in(third)


@pytest.mark.req("U05")
def test_nobody_ends_anothers_browser(cast: Cast, sign_in: SignIn) -> None:
    victim = sign_in(cast.worker)

    answer = sign_in(cast.colleague).post(f"{YOURS}{handle_of(victim)}/")

    assert answer["Location"] == YOURS
    assert is_in(victim)


@pytest.mark.req("U05")
def test_all_others_can_be_ended(cast: Cast, sign_in: SignIn) -> None:
    here, there = sign_in(cast.worker), sign_in(cast.worker)
    colleague = sign_in(cast.colleague)

    here.post(f"{YOURS}others/")

    assert (is_in(here), is_in(there), is_in(colleague)) == (True, False, True)


@pytest.mark.req("U05")
def test_a_new_password_ends_the_others(cast: Cast, sign_in: SignIn) -> None:
    here, there = sign_in(cast.worker), sign_in(cast.worker)

    done = here.post(
        f"{YOURS}password/", {"old": PASSWORD, "new": "another quiet river"}
    )

    assert done["Location"] == YOURS
    assert (is_in(here), is_in(there)) == (True, False)
    assert enter_password(Client(), WORKER).status_code == 200
    assert enter_password(Client(), WORKER, "another quiet river").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not it at all", "another quiet river", "is not right"),
        (PASSWORD, "short", "12 characters"),
        (PASSWORD, "password1234", "too common"),
        ("", "", "Fill in “New password”"),
    ],
)
def test_a_password_is_not_changed_without_the_old_or_to_a_weak_one(
    cast: Cast, sign_in: SignIn, old: str, new: str, said: str
) -> None:
    page = sign_in(cast.worker).post(f"{YOURS}password/", {"old": old, "new": new})

    assert said in words(page)
    assert enter_password(Client(), WORKER).status_code == 302


@pytest.mark.req("U05")
def test_another_app_ends_the_others_and_the_first_app(
    cast: Cast, sign_in: SignIn
) -> None:
    give_factor(cast.worker)
    here, there = sign_in(cast.worker), sign_in(cast.worker)
    secret = here.get(f"{YOURS}app/").context["form"].secret

    done = here.post(f"{YOURS}app/", {"code": code(secret=secret)})

    assert done["Location"] == YOURS
    assert (is_in(here), is_in(there)) == (True, False)
    again = by_hand()
    assert "not right" in words(again.post(CODE, {"code": code(1)}))
    assert again.post(CODE, {"code": code(1, secret)})["Location"] == "/"


@pytest.mark.req("U05")
def test_disabled_person_is_out_at_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    assert is_in(browser)
    context = cast.worker.context.__class__(cast.kauri.id, cast.worker.person, "owner")
    person = person_of(cast.worker)
    with use(context):
        person.is_active = False
        person.save(update_fields=["is_active"])

    assert not is_in(browser)


def test_recovery_codes_are_shown_once(cast: Cast, sign_in: SignIn) -> None:
    give_factor(cast.worker)
    browser = sign_in(cast.worker)

    shown = browser.post(CODES).context["codes"]
    after = words(browser.get(CODES)) + words(browser.get(YOURS))

    assert len(set(shown)) == 10
    assert not any(one in after for one in shown)
    assert "10 left" in after


@pytest.mark.req("U02")
def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    give_factor(cast.worker)
    first, second = make_codes(cast)[:2]

    assert by_hand().post(CODE, {"code": first})["Location"] == "/"
    assert "used already" in words(by_hand().post(CODE, {"code": first}))
    assert by_hand().post(CODE, {"code": second})["Location"] == "/"


@pytest.mark.req("U02")
def test_somebody_elses_recovery_code_is_worth_nothing(cast: Cast) -> None:
    give_factor(cast.worker)
    with use(None):
        other = recovery.make(person_of(cast.colleague))

    assert "not right" in words(by_hand().post(CODE, {"code": other[0]}))


def test_new_codes_make_the_old_worthless(cast: Cast) -> None:
    give_factor(cast.worker)
    old = make_codes(cast)
    make_codes(cast)

    assert "not right" in words(by_hand().post(CODE, {"code": old[0]}))


def test_running_low_is_said(cast: Cast) -> None:
    give_factor(cast.worker)
    codes = make_codes(cast)
    page = ""
    for one in codes[:7]:
        browser = by_hand()
        browser.post(CODE, {"code": one})
        page = words(browser.get(YOURS))

    assert "Only 3 recovery codes are left" in page


@pytest.mark.req("U07")
def test_a_dump_holds_no_recovery_code(cast: Cast) -> None:
    give_factor(cast.worker)
    codes = make_codes(cast)

    with use(None):
        (data,) = Authenticator.objects.filter(type="recovery_codes").values_list(
            "data", flat=True
        )
    assert not any(one.replace(" ", "") in str(data) for one in codes)
    assert len(data["seed"]) > 100  # a bare seed has 80 characters


def test_the_row_of_somebody_half_signed_in_names_nobody(
    cast: Cast, client: Client
) -> None:
    give_factor(cast.worker)
    enter_password(client, WORKER)

    with use(None):
        row: Any = Session.objects.get()
    assert row.person_id is None
