"""What somebody does with his own sign-in stands in his organisation's audit."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import connection
from django.test import Client

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from msa.accounts.queries import own_actors
from msa.accounts.telling import tell
from msa.tenancy.context import use
from tests.cast import NOW, PASSWORD, Cast
from tests.conftest import SignIn
from tests.msa.accounts.device import Device

from .test_invitations import SITE, events, link_for

WORKER = "worker@kauri.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/accounts/login/"
YOURS = "/accounts/yours/"


def code(secret: str = SECRET, offset: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))


def give_factor(actor: Actor) -> None:
    with use(None):
        TOTP.activate(Person.objects.get(id=actor.person), SECRET)


def enter(password: str, email: str = WORKER) -> Client:
    browser = Client()
    browser.post(SIGN_IN, {"login": email, "password": password})
    return browser


def told(action: str) -> list[tuple[Any, ...]]:
    return [(actor, role) for actor, role, _payload in events(action)]


def by(actor: Actor) -> list[tuple[Any, ...]]:
    return [(actor.person, actor.role.value)]


@pytest.mark.req("SEC-04")
def test_signing_in_is_told_once_both_factors_are_shown(cast: Cast) -> None:
    give_factor(cast.worker)
    browser = enter(PASSWORD)
    assert told("sign-in.made") == []

    browser.post(f"{SIGN_IN}code/", {"code": code()})

    ((actor, _role, payload),) = events("sign-in.made")
    assert (actor, payload) == (cast.worker.person, '{"factor": "totp"}')


@pytest.mark.req("SEC-04")
def test_a_password_changed_is_told(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.worker).post(
        f"{YOURS}password/", {"old": PASSWORD, "new": "another quiet river"}
    )

    assert told("password.changed") == by(cast.worker)


@pytest.mark.req("SEC-04")
def test_factors_added_and_removed_are_told(cast: Cast, sign_in: SignIn) -> None:
    browser, device = sign_in(cast.worker), Device()
    secret = browser.get(f"{YOURS}app/").context["form"].secret
    browser.post(f"{YOURS}app/", {"code": code(secret)})
    made = device.make(browser.post(f"{YOURS}passkey/offer/").json())
    browser.post(f"{YOURS}passkey/", {"name": "my phone", "passkey": made})
    with use(None):
        factor = Authenticator.objects.get(type="webauthn").pk
    browser.post(f"{YOURS}remove/", {"factor": factor})

    assert told("factor.replaced") == by(cast.worker)
    assert told("factor.added") == told("factor.removed") == by(cast.worker)
    assert "my phone" not in events("factor.added")[0][2]


@pytest.mark.req("SEC-04")
def test_recovery_codes_made_and_sessions_ended_are_told(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    browser.post(f"{YOURS}recovery-codes/")
    browser.post(f"{YOURS}others/")

    assert told("recovery-codes.made") == by(cast.worker)
    assert told("session.ended") == by(cast.worker)


@pytest.mark.req("SEC-04", "U03")
@pytest.mark.parametrize("email", [WORKER, "nobody@kauri.example"])
def test_too_many_passwords_are_told_once_and_after_the_answer(
    cast: Cast, email: str
) -> None:
    for _turn in range(8):
        browser = enter("not it at all", email)

    assert told("sign-in.limit") == (by(cast.worker) if email == WORKER else [])
    assert browser.cookies.keys() == enter("not it at all", email).cookies.keys()


@pytest.mark.req("SEC-04")
def test_too_many_codes_are_told_once(cast: Cast) -> None:
    give_factor(cast.worker)
    browser = enter(PASSWORD)
    for _turn in range(8):
        browser.post(f"{SIGN_IN}code/", {"code": "000000"})

    ((_actor, _role, payload),) = events("sign-in.limit")
    assert payload == '{"what": "code"}'


def test_each_organisation_of_his_has_it(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), "outsider@rimu.example")
    sign_in(cast.outsider).post(link, {"name": "Outsider"})

    with use(None):
        tell(Person(pk=cast.outsider.person), "password.changed")

    with use(None), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "SELECT organisation_id FROM audit_event WHERE action = 'password.changed'"
        )
        found = {organisation for (organisation,) in cursor.fetchall()}
    assert found == {cast.kauri.id, cast.rimu.id}


def test_on_the_other_site_it_is_told_in_a_role_that_its_login_has(
    cast: Cast, settings: Any
) -> None:
    settings.MSA_SITE = "national"

    with use(None):
        (actor,) = own_actors(cast.worker.person, at=NOW)

    assert (actor.organisation, actor.role.value) == (cast.kauri.id, "national")


def test_a_leaver_has_no_chain_and_no_fault(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.admin).post(f"{SITE}{cast.worker.member}/leave/")

    with use(None):
        tell(Person(pk=cast.worker.person), "password.changed")

    assert told("password.changed") == []


@pytest.mark.req("SEC-04")
def test_what_can_not_be_told_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    with use(None), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_owner")
        cursor.execute("REVOKE INSERT ON audit_event FROM msa_worker")
    browser.raise_request_exception = False

    refused = browser.post(
        f"{YOURS}password/", {"old": PASSWORD, "new": "another quiet river"}
    )

    assert refused.status_code == 500
    assert enter(PASSWORD).get("/today/")["Location"] == "/accounts/set-up/"
