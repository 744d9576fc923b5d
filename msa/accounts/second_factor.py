"""The second factor of a session: whether it was shown, and that a code works once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    clear_totp_secret,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from msa.accounts import recovery
from msa.accounts.router import door
from msa.accounts.telling import tell

#: Setting up a factor asks for a password entered this recently.
FRESH_SECONDS = 10 * 60
#: Where allauth keeps how a session was signed in.
_METHODS = "account_authentication_methods"


def signed_in_with_second_factor(request: HttpRequest) -> bool:
    """Say whether this session went past a second factor (SEC-03)."""
    return any(method.get("method") == "mfa" for method in _methods(request))


def second_factor_shown_at(request: HttpRequest) -> float:
    """Return when this session's second factor was last shown; 0 for never."""
    shown = [method for method in _methods(request) if method.get("method") == "mfa"]
    return float(max((method.get("at", 0) for method in shown), default=0))


def kind_shown(request: HttpRequest) -> str:
    """Return the kind of the second factor shown last in this session, or nothing."""
    shown = [method for method in _methods(request) if method.get("method") == "mfa"]
    return str(shown[-1].get("type", "")) if shown else ""


def forget_second_factor(request: HttpRequest) -> None:
    """Let this session pass no longer, until a second factor is shown anew."""
    request.session[_METHODS] = [m for m in _methods(request) if m["method"] != "mfa"]


def signed_in_just_now(request: HttpRequest) -> bool:
    """Say whether this session's password was entered within the last ten minutes."""
    passwords = [m for m in _methods(request) if m.get("method") == "password"]
    entered = max((method.get("at", 0) for method in passwords), default=0)
    return bool(time.time() - entered < FRESH_SECONDS)


def has_second_factor(person: Any) -> bool:
    """Say whether a person has set up an authenticator app or a passkey."""
    return bool(_factors(person).exists())


def has_other_factors(person: Any) -> bool:
    """Say whether a person could do without one of his factors on this site."""
    return len(_good_here(_factors(person))) > 1


def app_of(person: Any) -> Authenticator | None:
    """Return a person's authenticator app."""
    return _factors(person).filter(type=Authenticator.Type.TOTP).first()


def takes_codes(person: Any) -> bool:
    """Say whether a person could type a code: of an app, or a recovery code."""
    webauthn = Authenticator.Type.WEBAUTHN
    mine = Authenticator.objects.filter(user=person)
    return bool(mine.exclude(type=webauthn).exists())


def set_up(request: HttpRequest, *, secret: str, code: str) -> None:
    """Keep the seed that ``code`` proved, and let this session pass as of now."""
    with transaction.atomic(using=door()):
        factor = TOTP.activate(request.user, secret).instance
        tell(request.user, "factor.added", kind=factor.type)
    clear_totp_secret(request)
    use_up(factor, code)
    pass_with(request, factor)


def pass_with(request: HttpRequest, factor: Authenticator) -> None:
    """Let this session pass as of now by a factor that was set up in it."""
    request.session.cycle_key()
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)


def replace(request: HttpRequest, *, secret: str, code: str) -> None:
    """Let an app take the place of the one set up before, if there was any."""
    with transaction.atomic(using=door()):
        kind = Authenticator.Type.TOTP
        Authenticator.objects.filter(user=request.user, type=kind).delete()
        factor = TOTP.activate(request.user, secret).instance
        tell(request.user, "factor.replaced", kind=factor.type)
    clear_totp_secret(request)
    use_up(factor, code)
    request.session.cycle_key()


def remove(person: Any, pk: str) -> bool:
    """Take one factor away; False if it is none of his here, or the last he has.

    All of them are locked first: of two browsers that each take one of the last two,
    one is told no.
    """
    with transaction.atomic(using=door()):
        rows = _factors(person).using(door()).select_for_update().order_by("pk")
        mine = {str(row.pk): row for row in _good_here(rows)}
        if pk not in mine or len(mine) < 2:
            return False
        tell(person, "factor.removed", kind=mine[pk].type)
        mine[pk].delete()
        return True


def factor_shown_by(person: Any, code: str) -> Authenticator | None:
    """Use up a code from a person's app, or one of his recovery codes (U02).

    Return which factor it was of, or None: it is neither, or was used before.
    """
    app = app_of(person)
    if app is not None and use_up(app, code):
        return app
    if not has_second_factor(person):
        return None
    mine = Authenticator.objects.filter(user=person)
    spare = mine.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return spare if spare and recovery.use_up(spare, code) else None


def use_up(factor: Authenticator, code: str) -> bool:
    """Use up a one-time code; False if it, or a later one, has been used (U02).

    A code is good for three steps of time because clocks differ, so the step of the
    newest code used is kept with the factor. One statement decides: of two browsers
    that send the same code, one is told no.
    """
    secret = decrypt(factor.data["secret"])
    unused = Q(data__step__isnull=True)
    for step in _steps(secret, code):
        changed = Authenticator.objects.filter(
            # Of the seed as it was read: it may have been sealed anew meanwhile.
            unused | Q(data__step__lt=step),
            pk=factor.pk,
            data__secret=factor.data["secret"],
        ).update(data={**factor.data, "step": step})
        if changed:
            return True
    return False


def _steps(secret: str, code: str) -> Iterator[int]:
    digits = "".join(code.split())
    for step in yield_hotp_counters_from_time():
        if format_hotp_value(hotp_value(secret, step)) == digits:
            yield step


def _factors(person: Any) -> QuerySet[Authenticator]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=person.pk, type__in=kinds
    )
    return found


def _good_here(rows: Iterable[Authenticator]) -> list[Authenticator]:
    # A passkey is good for the site it was made on.
    here = settings.MSA_SITE
    return [row for row in rows if row.data.get("site", here) == here]


def _methods(request: HttpRequest) -> list[dict[str, Any]]:
    return list(request.session.get(_METHODS, []))
