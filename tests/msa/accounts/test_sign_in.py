from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from msa.accounts.models import Role
from msa.accounts.services import add_member
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn

from .conftest import CODE, SIGN_IN, code, enter_password, give_factor, person_of, words

MANAGER = "manager@kauri.example"


def test_password_and_code_lead_to_the_area(cast: Cast, client: Client) -> None:
    give_factor(cast.manager)

    asked = enter_password(client, MANAGER)
    entered = client.post(CODE, {"code": code()}, follow=True)

    assert asked["Location"] == CODE
    assert entered.redirect_chain == [("/", 302), ("/manage/", 302)]
    assert entered.status_code == 200


def test_code_may_be_pasted_with_a_space(cast: Cast, client: Client) -> None:
    give_factor(cast.manager)
    enter_password(client, MANAGER)

    entered = client.post(CODE, {"code": f" {code()[:3]} {code()[3:]} "})

    assert entered["Location"] == "/"


def test_one_goes_on_where_one_was_going(cast: Cast, client: Client) -> None:
    give_factor(cast.manager)
    there = f"/manage/people/{uuid.uuid4()}/"
    first = client.get(there)

    client.post(first["Location"], {"login": MANAGER, "password": PASSWORD})
    entered = client.post(CODE, {"code": code()})

    assert entered["Location"] == there


def test_one_never_goes_on_to_another_site(cast: Cast, client: Client) -> None:
    give_factor(cast.manager)

    client.post(
        f"{SIGN_IN}?next=https://elsewhere.example/",
        {"login": MANAGER, "password": PASSWORD},
    )
    entered = client.post(CODE, {"code": code()})

    assert entered["Location"] == "/"


@pytest.mark.parametrize("email", [MANAGER, "nobody@kauri.example"])
def test_wrong_pair_is_refused_in_the_same_words(
    cast: Cast, client: Client, email: str
) -> None:
    refused = enter_password(client, email, "not the right one")
    unknown = enter_password(Client(), "somebody.else@kauri.example", "neither")

    assert refused.status_code == 200
    assert words(refused).replace(email, "") == words(unknown).replace(
        "somebody.else@kauri.example", ""
    )
    assert "don’t belong together" in words(refused)


def test_ended_sign_in_is_refused_like_a_wrong_password(
    cast: Cast, client: Client
) -> None:
    person = person_of(cast.manager)
    wrong = words(enter_password(Client(), MANAGER, "not the right one"))
    assert enter_password(Client(), MANAGER).status_code == 302
    with use(cast.manager.context.__class__(cast.kauri.id, person.id, "owner")):
        person.is_active = False
        person.save(update_fields=["is_active"])

    ended = enter_password(client, MANAGER)

    assert words(ended) == wrong


def test_what_was_typed_stays_but_for_the_password(cast: Cast, client: Client) -> None:
    refused = words(enter_password(client, MANAGER, "not the right one"))

    assert f'value="{MANAGER}"' in refused
    assert "not the right one" not in refused


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", PASSWORD, "Fill in “Email address”"),
        (MANAGER, "", "Fill in “Password”"),
        ("manager", PASSWORD, "Write the whole “Email address”"),
    ],
)
def test_error_names_the_field_and_the_fix(
    db: None, client: Client, email: str, password: str, said: str
) -> None:
    page = words(enter_password(client, email, password))

    assert page.count(said) == 2
    assert "<title>Error: Sign in</title>" in page


def test_five_wrong_passwords_close_the_door_for_a_while(
    cast: Cast, client: Client
) -> None:
    for _attempt in range(5):
        assert "together" in words(enter_password(client, MANAGER, "wrong"))

    closed = enter_password(client, MANAGER)

    assert "tried too often" in words(closed)
    assert "_auth_user_id" not in client.session


def test_five_wrong_codes_close_the_door_for_a_while(
    cast: Cast, client: Client
) -> None:
    give_factor(cast.manager)
    enter_password(client, MANAGER)
    for _attempt in range(5):
        client.post(CODE, {"code": "000000"})

    closed = client.post(CODE, {"code": code()})

    assert "tried too often" in words(closed)
    assert "_auth_user_id" not in client.session


def test_password_alone_signs_nobody_in(cast: Cast, client: Client) -> None:
    give_factor(cast.manager)
    enter_password(client, MANAGER)

    page = client.get("/manage/")

    assert page["Location"].startswith(SIGN_IN)


def test_signing_out_ends_the_session(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.manager)
    assert browser.get("/manage/").status_code == 200

    browser.post("/accounts/logout/")

    assert browser.get("/manage/")["Location"].startswith(SIGN_IN)


def test_signing_out_by_a_link_asks_first(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.manager)

    asked = browser.get("/accounts/logout/")

    assert "Stay signed in" in words(asked)
    assert browser.get("/manage/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "",
        "signup/",
        "email/",
        "confirm-email/",
        "password/change/",
        "password/reset/",
        "inactive/",
        "reauthenticate/",
        "login/code/confirm/",
        "2fa/",
        "2fa/recovery-codes/",
        "2fa/totp/deactivate/",
    ],
)
def test_nothing_else_of_the_library_is_reachable(
    cast: Cast, sign_in: SignIn, path: str
) -> None:
    assert sign_in(cast.manager).get(f"/accounts/{path}").status_code == 404


@pytest.mark.req("UI-A6")
def test_signing_in_asks_for_no_puzzle_and_hinders_no_password_manager(
    db: None, client: Client
) -> None:
    page = words(client.get(SIGN_IN))
    asked = re.findall(r"<input (?![^>]*hidden)[^>]*>", page)
    scripts = [client.get(src) for src in re.findall(r'script src="([^"]+)"', page)]

    assert len(asked) == 2
    assert 'autocomplete="username"' in asked[0]
    assert 'autocomplete="current-password"' in asked[1]
    assert "paste" not in page
    assert all(b"paste" not in b"".join(script) for script in scripts)


def test_somebody_with_two_roles_chooses(cast: Cast, sign_in: SignIn) -> None:
    actors = add_member(
        cast.kauri,
        email="both@kauri.example",
        password=PASSWORD,
        name="Both",
        roles=[Role.WORKER, Role.MANAGER],
        at=NOW,
    )

    page = words(sign_in(actors[0]).get("/"))

    assert 'href="/today/"' in page
    assert 'href="/manage/"' in page


def test_somebody_of_another_site_is_told_there_is_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    page = words(sign_in(cast.compiler).get("/"))

    assert "There is nothing here for you now" in page


def test_start_page_of_a_device_that_left_is_a_strangers(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.manager)
    assert browser.get("/").status_code == 302
    browser.cookies["away"] = "1"

    page: Any = browser.get("/")

    assert page.content == Client().get("/").content
