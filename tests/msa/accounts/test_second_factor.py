from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from msa.accounts import recovery
from msa.accounts.second_factor import use_up
from msa.tenancy.context import use
from msa.vault.account_secrets import open_text, seal_text
from msa.web.offline import PLACES
from tests.cast import Cast
from tests.conftest import SignIn

from .conftest import (
    CODE,
    SET_UP,
    SIGN_IN,
    code,
    enter_password,
    give_factor,
    person_of,
    words,
)

WORKER = "worker@kauri.example"
ADMIN = "admin@kauri.example"
AN_ID = "7c6f0a35-8a39-4a4f-b9c5-8d0b5d0b2f11"
#: What somebody sees who has entered his password and set up no codes yet.
OPEN = {
    "/accounts/invited/1/",
    "/accounts/logout/",
    "/accounts/reset/1/",
    "/accounts/set-up/",
    "/accounts/set-up/passkey/",
    "/gallery",
    "/gallery/form",
    "/healthz",
    "/neutral",
    "/talk.pdf",
    "/talk/",
}
#: What nobody signs in to at all.
OPEN_TO_ALL = {
    "msa.urls.casework": {
        "/check-in/",
        "/check-in/1/",
        "/check-in/stopped/",
        "/check-in/thanks/",
        "/offline/",
        *(f"/{place}/offline.js" for place in PLACES),
    },
    "msa.urls.national": {
        "/api/docs/",
        "/api/docs/problems/",
        "/api/v1/health",
        "/api/v1/openapi.json",
    },
}


def _routes(found: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in found.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            route = re.sub(r"<uuid:\w+>", AN_ID, route)
            yield re.sub(r"<\w+:\w+>", "1", route)
        else:
            yield from _routes(entry, route)


@pytest.mark.req("U01")
@pytest.mark.parametrize("site", ["msa.urls.casework", "msa.urls.national"])
def test_no_page_opens_without_the_second_factor(
    cast: Cast, client: Client, settings: Any, site: str
) -> None:
    settings.ROOT_URLCONF = site
    routes = [route for route in _routes(get_resolver(site)) if route != "/leave"]
    enter_password(client, WORKER if "casework" in site else "compiler@msa.example")
    assert "_auth_user_id" in client.session

    opened = {route for route in routes if client.get(route).status_code == 200}

    assert len(routes) > len(OPEN) + 3
    assert opened == OPEN | OPEN_TO_ALL.get(site, set())


@pytest.mark.req("U01")
def test_every_area_leads_to_setting_it_up(cast: Cast, client: Client) -> None:
    enter_password(client, ADMIN)

    answers = [client.get(path)["Location"] for path in ("/", "/organisation/")]

    assert answers == [SET_UP, SET_UP]


def _secret_on(page: Any) -> str:
    groups = re.search(r"<strong>([A-Z2-7 ]+)</strong>", page.content.decode())
    assert groups is not None
    return groups[1].replace(" ", "")


def test_setting_up_leads_to_the_area(cast: Cast, client: Client) -> None:
    enter_password(client, ADMIN)
    secret = _secret_on(client.get(SET_UP))

    done = client.post(SET_UP, {"code": code(secret=secret)}, follow=True)

    assert done.redirect_chain[-1] == ("/accounts/yours/recovery-codes/", 302)
    assert client.get("/", follow=True).redirect_chain[-1] == ("/organisation/", 302)


def test_the_code_of_setting_up_is_used_up(cast: Cast, client: Client) -> None:
    enter_password(client, ADMIN)
    secret = _secret_on(client.get(SET_UP))
    used = code(secret=secret)
    client.post(SET_UP, {"code": used})

    again = Client()
    enter_password(again, ADMIN)
    refused = again.post(CODE, {"code": used})

    assert "used already" in words(refused)


def test_wrong_code_sets_nothing_up_and_keeps_the_key(
    cast: Cast, client: Client
) -> None:
    enter_password(client, ADMIN)
    secret = _secret_on(client.get(SET_UP))

    refused = client.post(SET_UP, {"code": "000000"})

    assert _secret_on(refused) == secret
    with use(None):
        assert not Authenticator.objects.exists()


def test_the_picture_needs_nothing_the_content_policy_refuses(
    cast: Cast, client: Client
) -> None:
    enter_password(client, ADMIN)

    page = words(client.get(SET_UP))

    assert "<svg" in page
    assert "data:" not in page
    assert "style=" not in page


def test_the_app_learns_no_address_and_no_purpose(cast: Cast, client: Client) -> None:
    enter_password(client, ADMIN)

    page = words(client.get(SET_UP))

    address = re.search(r'href="(otpauth:[^"]+)"', page)
    assert address is not None
    assert "kauri" not in address[1]
    assert "testserver" not in address[1]


def test_old_session_cannot_set_up(cast: Cast, client: Client) -> None:
    enter_password(client, ADMIN)
    assert client.get(SET_UP).status_code == 200
    session = client.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**methods[0], "at": 0}]
    session.save()

    assert client.get(SET_UP)["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_session_without_it_ends_once_it_was_set_up_elsewhere(
    cast: Cast, client: Client
) -> None:
    enter_password(client, ADMIN)
    give_factor(cast.admin)

    assert client.get(SET_UP)["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_nobody_sets_it_up_a_second_time(cast: Cast, sign_in: SignIn) -> None:
    give_factor(cast.admin)

    assert sign_in(cast.admin).get(SET_UP)["Location"] == "/"


@pytest.mark.req("U02")
@pytest.mark.parametrize("offset", [0, -1])
def test_a_code_and_those_before_it_work_once(
    cast: Cast, client: Client, offset: int
) -> None:
    give_factor(cast.worker)
    enter_password(client, WORKER)
    assert client.post(CODE, {"code": code()})["Location"] == "/"
    cache.clear()  # what is kept in memory only would be forgotten by now

    again = Client()
    enter_password(again, WORKER)
    refused = again.post(CODE, {"code": code(offset)})

    assert "used already" in words(refused)
    assert "_auth_user_id" not in again.session


@pytest.mark.req("U02")
def test_the_code_after_it_still_works(cast: Cast, client: Client) -> None:
    give_factor(cast.worker)
    enter_password(client, WORKER)
    client.post(CODE, {"code": code()})

    again = Client()
    enter_password(again, WORKER)

    assert again.post(CODE, {"code": code(1)})["Location"] == "/"


@pytest.mark.req("U02")
def test_somebody_elses_code_is_worth_nothing(cast: Cast, client: Client) -> None:
    give_factor(cast.worker)
    enter_password(client, WORKER)

    other = code(secret="A" * 32)
    assert other != code()

    assert "not right" in words(client.post(CODE, {"code": other}))


def _stored() -> str:
    with use(None), connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        factors = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT session_data FROM accounts_session")
        sessions = [row[0] for row in cursor.fetchall()]
    assert sessions
    return json.dumps([factors, sessions])


@pytest.mark.req("U07")
def test_a_dump_holds_no_seed_neither_before_nor_after_setting_up(
    cast: Cast, client: Client
) -> None:
    enter_password(client, ADMIN)
    secret = _secret_on(client.get(SET_UP))
    before = _stored()
    client.post(SET_UP, {"code": code(secret=secret)})
    after = _stored()

    readable = client.session.serializer().dumps({"seed": secret}).decode("latin-1")
    assert secret in readable  # unsealed, a session would show it
    assert secret not in before
    assert secret not in after
    with use(None):
        assert Authenticator.objects.count() == 1


@pytest.mark.req("SEC-07")
def test_a_code_used_while_keys_are_replaced_brings_no_old_seal_back(
    cast: Cast,
) -> None:
    give_factor(cast.worker)
    with use(None):
        person = person_of(cast.worker)
        recovery.make(person)
        read = {one.type: one for one in Authenticator.objects.filter(user=person)}
        app, spare = read["totp"], read["recovery_codes"]
        (first, *_) = RecoveryCodes(spare).generate_codes()
        for factor, part in ((app, "secret"), (spare, "seed")):
            sealed = seal_text(open_text(factor.data[part]))
            Authenticator.objects.filter(pk=factor.pk).update(
                data={**factor.data, part: sealed}
            )
        resealed = dict(Authenticator.objects.values_list("pk", "data"))

        assert not use_up(app, code())
        assert recovery.use_up(spare, first)

        app.refresh_from_db()
        assert app.data["secret"] == resealed[app.pk]["secret"]
        assert spare.data["seed"] == resealed[spare.pk]["seed"]
        assert use_up(app, code())
