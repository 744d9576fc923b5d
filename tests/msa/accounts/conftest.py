"""Signing in by hand: real passwords, real codes, and counters of each test's own."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from msa.tenancy.context import use
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/accounts/login/"
CODE = "/accounts/login/code/"
SET_UP = "/accounts/set-up/"

Enter = Callable[..., Any]


@pytest.fixture(autouse=True)
def own_counters(settings: Any) -> None:
    """Keep one test's failed attempts out of the next."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": uuid.uuid4().hex,
        }
    }


@pytest.fixture(autouse=True)
def enough_of_the_step_left() -> None:
    """Don't let a test begin where the code is about to change."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left)


def code(offset: int = 0, secret: str = SECRET) -> str:
    """Return the code of this half minute, or of one beside it."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))


def person_of(actor: Actor) -> Person:
    """Return the sign-in of an actor of the cast."""
    with use(None):
        return Person.objects.get(id=actor.person)


def give_factor(actor: Actor) -> None:
    """Let an actor have set up his authenticator app."""
    with use(None):
        TOTP.activate(person_of(actor), SECRET)


def enter_password(browser: Client, email: str, password: str = PASSWORD) -> Any:
    """Send the sign-in page as a browser would."""
    return browser.post(SIGN_IN, {"login": email, "password": password})


def words(response: Any) -> str:
    """Return a page's text without what differs each time it is drawn."""
    text = response.content.decode()
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
