"""Browsers of the cast that ask like strangers: with or without what a form needs."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from tests.guards.routes import Route

#: Who has the pages of an area as his own.
OWNERS = {
    "worker": "worker",
    "manager": "manager",
    "admin": "admin",
    "national": "compiler",
}
#: Who asks for pages outside every area.
ANYBODY = {"casework": "worker", "national": "compiler"}


def owner_of(route: Route, site: str) -> str:
    """Return the member of the cast who asks for a page as his own."""
    return OWNERS.get(route.area, ANYBODY[site])


def entered(actor: Actor | None, **options: Any) -> Client:
    """Return a browser, signed in with both factors; ``options`` are Django's own."""
    browser = Client(raise_request_exception=False, **options)
    if actor is None:
        return browser
    browser.force_login(
        Person.objects.get(id=actor.person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password"},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    session.save()
    return browser
