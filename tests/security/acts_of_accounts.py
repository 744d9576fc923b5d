"""What somebody sends about his own sign-in; on both sites alike."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from msa.members import services as members
from msa.tenancy.context import use
from tests.cast import PASSWORD
from tests.msa.accounts.device import Device
from tests.security.acting import World, act
from tests.security.acts_of_managers import STAFF, invitation

_BOTH = ("casework", "national")
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def who(w: World) -> Actor:
    """Return whose sign-in it is about on this site."""
    found: Actor = getattr(w.cast, "releaser" if w.is_national else "worker")
    return found


def code(secret: str = _SECRET, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(w: World) -> Person:
    with use(None):
        person = Person.objects.get(id=who(w).person)
        TOTP.activate(person, _SECRET)
    return person


def half_in(w: World) -> Client:
    """Return the browser of somebody whose password was right."""
    browser = w.browser(None)
    with use(None):
        email = Person.objects.get(id=who(w).person).email
    browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return browser


def with_passkey(w: World) -> tuple[Client, Device]:
    """Return a browser that is signed in, and the passkey it has added."""
    browser, device = w.browser(who(w)), Device()
    made = device.make(browser.post(reverse("account_passkey_offer")).json())
    told = {"name": "my phone", "passkey": made}
    browser.post(reverse("account_passkey_add"), told)
    return browser, device


def shown(browser: Client, device: Device) -> str:
    return device.show(browser.post(reverse("account_passkey_ask")).json())


@act("mfa_authenticate", *_BOTH)
def second_factor(w: World) -> None:
    with_app(w)
    w.post(half_in(w), "mfa_authenticate", code=code())


@act("account_passkey_sign_in", *_BOTH)
def sign_in(w: World) -> None:
    _, device = with_passkey(w)
    browser = w.browser(None)
    answer = shown(browser, device)
    w.post(browser, "account_passkey_sign_in", passkey=answer)


@act("mfa_activate_totp", *_BOTH)
def first_app(w: World) -> None:
    browser = half_in(w)
    page = browser.get(reverse("mfa_activate_totp"))
    w.post(browser, "mfa_activate_totp", code=code(page.context["form"].secret))


@act("account_set_up_passkey", *_BOTH)
def first_passkey(w: World) -> None:
    browser, device = half_in(w), Device()
    made = device.make(browser.post(reverse("account_passkey_offer_first")).json())
    told = {"name": "my phone", "passkey": made}
    w.post(browser, "account_set_up_passkey", **told)


@act("account_password", *_BOTH)
def password(w: World) -> None:
    told = {"old": PASSWORD, "new": "another quiet river"}
    w.post(who(w), "account_password", **told)


@act("account_another_app", *_BOTH)
def another_app(w: World) -> None:
    with_app(w)
    browser = w.browser(who(w))
    page = browser.get(reverse("account_another_app"))
    secret = page.context["form"].secret
    w.post(browser, "account_another_app", code=code(secret))


@act("account_passkey_add", *_BOTH)
def passkey(w: World) -> None:
    browser, device = w.browser(who(w)), Device()
    made = device.make(browser.post(reverse("account_passkey_offer")).json())
    told: dict[str, Any] = {"name": "my phone", "passkey": made}
    w.post(browser, "account_passkey_add", **told)


@act("account_factor_remove", *_BOTH)
def remove(w: World) -> None:
    with_app(w)
    browser, _ = with_passkey(w)
    with use(None):
        factor = Authenticator.objects.get(user=who(w).person, type="webauthn").pk
    w.post(browser, "account_factor_remove", factor=factor)


@act("account_recovery_codes", *_BOTH)
def recovery_codes(w: World) -> None:
    w.post(who(w), "account_recovery_codes")


@act("account_end_others", *_BOTH)
def end_others(w: World) -> None:
    w.browser(who(w)).get(reverse("account_yours"))
    w.post(who(w), "account_end_others")


@act("account_end_one", *_BOTH)
def end_one(w: World) -> None:
    w.browser(who(w)).get(reverse("account_yours"))
    browser = w.browser(who(w))
    page = browser.get(reverse("account_yours"))
    handles = {str(one.handle) for one in page.context["sessions"]}
    others = handles - {str(browser.session["seen"]["handle"])}
    w.post(browser, "account_end_one", others.pop())


@act("account_invited", *_BOTH)
def join(w: World) -> None:
    inviting, _ = STAFF["national" if w.is_national else "admin"]
    _, secret = invitation(w, inviting)
    told = {"name": "Newcomer", "password": "a long and quiet stream"}
    w.post(None, "account_invited", secret, **told)


@act("account_reset", *_BOTH)
def reset(w: World) -> None:
    makes, whom = STAFF["national" if w.is_national else "admin"]
    actor = getattr(w.cast, makes)
    with use(actor.context):
        member = getattr(w.cast, whom).member
        now = timezone.now()
        made = members.make_reset(actor, member, factors_too=True, at=now)
    w.post(None, "account_reset", made.secret, password="a long and quiet stream")
