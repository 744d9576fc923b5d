"""What somebody does with a passkey, in steps."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.conftest import SignIn

from .conftest import SET_UP, enter_password
from .device import Device

ASK = "/accounts/passkey/"
ALONE = "/accounts/login/passkey/"
FIRST = f"{SET_UP}passkey/"
YOURS = "/accounts/yours/"
ADD = f"{YOURS}passkey/"
WORKER = "worker@kauri.example"


def offered(browser: Client, address: str = ADD) -> dict[str, Any]:
    answer = browser.post(f"{address}offer/")
    assert answer.status_code == 200, answer.headers
    options: dict[str, Any] = answer.json()
    return options


def asked(browser: Client) -> dict[str, Any]:
    options: dict[str, Any] = browser.post(ASK).json()
    return options


def add(browser: Client, device: Device, name: str = "my phone") -> Any:
    made = device.make(offered(browser))
    return browser.post(ADD, {"name": name, "passkey": made})


def half_in(email: str = WORKER) -> Client:
    """Return the browser of somebody whose password was right."""
    browser = Client()
    enter_password(browser, email)
    return browser


def age(browser: Client, **seconds: int) -> None:
    """Let a session have been used, or its factor been shown, so long ago."""
    session = browser.session
    if "used" in seconds:
        seen = session["seen"]
        session["seen"] = {**seen, "used": seen["used"] - seconds["used"]}
    if "shown" in seconds:
        methods = session["account_authentication_methods"]
        earlier = time.time() - seconds["shown"]
        session["account_authentication_methods"] = [
            {**method, "at": earlier} for method in methods
        ]
    session.save()


def equip(cast_member: Actor, sign_in: SignIn) -> tuple[Client, Device]:
    browser, device = sign_in(cast_member), Device()
    assert add(browser, device)["Location"] == YOURS
    return browser, device


def stored() -> list[Any]:
    with use(None):
        rows = Authenticator.objects.filter(type="webauthn").order_by("pk")
        return list(rows.values_list("data", flat=True))


def is_in(browser: Client) -> bool:
    return browser.get("/today/").status_code == 200
