"""A session that is locked on its device until the second factor is shown anew.

While a survivor has the peer worker's device in his hands, the session stays but opens
nothing (ASM-03, UI-V5). So does one that nobody has used for a quarter of an hour.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from msa.accounts.second_factor import forget_second_factor
from msa.accounts.standing import note_use
from msa.tenancy.context import use

_KEY = "locked"


def lock(
    request: HttpRequest,
    *,
    way_back: str,
    meanwhile: str = "",
    guest: str = "",
    idle: bool = False,
) -> None:
    """Lock this session; it leads ``way_back`` once unlocked, ``meanwhile`` until then.

    ``guest`` names whoever goes on there: nobody else does, and he only until then.

    The session forgets its second factor as well, so that a page which has never heard
    of locks refuses it like any half-finished sign-in. ``idle``: it locked by itself,
    in the hands of whoever signed in.
    """
    forget_second_factor(request)
    request.session[_KEY] = {
        "way_back": way_back,
        "meanwhile": meanwhile,
        "guest": guest,
        "idle": idle,
    }
    # No role of the casework may touch sessions.
    with use(None):
        request.session.cycle_key()


def is_locked(request: HttpRequest) -> bool:
    """Say whether this session is locked."""
    return _KEY in request.session


def is_idle(request: HttpRequest) -> bool:
    """Say whether this session locked by itself, for nobody used it."""
    return bool(_state(request).get("idle"))


def meanwhile(request: HttpRequest) -> str:
    """Return where whoever holds the device may go on, or nothing."""
    return str(_state(request).get("meanwhile", ""))


def guest_of(request: HttpRequest) -> str:
    """Return who may go on while this session is locked, or nothing."""
    return str(_state(request).get("guest", ""))


def end_meanwhile(request: HttpRequest) -> None:
    """Leave nothing open but the lock: the device is to be handed back."""
    # The session may be read only now, on a page that runs in a survivor's context.
    with use(None):
        if is_locked(request):
            request.session[_KEY] = _state(request) | {"meanwhile": "", "guest": ""}


def unlock(request: HttpRequest, factor: Authenticator) -> str:
    """End the lock after this second factor was shown; return where to go on."""
    post_authentication(request, factor)
    way_back = str(_state(request).get("way_back", "/"))
    request.session.pop(_KEY, None)
    note_use(request.session, at=timezone.now(), at_once=True)
    request.session.cycle_key()
    return way_back


def _state(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(_KEY, {}))
