"""Some acts ask for a second factor that was shown just now (U08)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from msa.accounts.held import hold
from msa.accounts.lock import is_locked
from msa.accounts.middleware import where_one_was
from msa.accounts.second_factor import (
    has_second_factor,
    second_factor_shown_at,
    signed_in_just_now,
    signed_in_with_second_factor,
)
from msa.tenancy.context import use

FRESH_SECONDS = 5 * 60
_WAY_BACK = "confirm"

View = Callable[..., HttpResponse]


def asks_second_factor(view: View) -> View:
    """Let a view act only for somebody who showed his second factor just now.

    He is led to show it and back again; what he sent is kept meanwhile.
    """

    @wraps(view)
    def asking(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            hold(request)
        request.session[_WAY_BACK] = where_one_was(request)
        return redirect("account_confirm")

    asking.asks_second_factor = True  # type: ignore[attr-defined]  # read by the guards
    return asking


def needs_second_factor(view: View) -> View:
    """Let a page outside every area be seen by nobody who is only half signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in_with_second_factor(request):
            return view(request, *args, **kwargs)
        return redirect("account_locked" if is_locked(request) else "mfa_activate_totp")

    return login_required(guarded)


def sets_up_the_first(view: View) -> View:
    """Let a page that sets a second factor up be used by whoever has none yet (U01).

    Only just after the password, or after a link that let him choose one.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in_with_second_factor(request):
            return redirect("start")
        if is_locked(request):
            return redirect("account_locked")
        # He set one up elsewhere meanwhile, or the page stood open: begin anew.
        if has_second_factor(request.user) or not signed_in_just_now(request):
            logout(request)
            return redirect("account_login")
        return view(request, *args, **kwargs)

    return guarded


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the second factor was shown within the last five minutes."""
    return 0 <= time.time() - second_factor_shown_at(request) < FRESH_SECONDS


def way_back(request: HttpRequest) -> str:
    """Return where somebody was who has been asked, or nothing."""
    return str(request.session.get(_WAY_BACK, ""))


def confirm(request: HttpRequest, factor: Authenticator) -> str:
    """Note that this second factor was shown just now; return where to go on."""
    post_authentication(request, factor, reauthenticated=True)
    back = way_back(request)
    request.session.pop(_WAY_BACK, None)
    with use(None):
        request.session.cycle_key()
    return back
