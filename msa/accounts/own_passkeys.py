"""The pages of passkeys: signing in with one alone, and setting one up.

A device is asked by a script of ours, so each page says how to go on without it.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from msa.accounts import passkeys
from msa.accounts.forms import PASSKEY_NOT_SHOWN, PasskeyForm
from msa.accounts.limits import TRIED_TOO_OFTEN, may_show_passkey
from msa.accounts.router import door
from msa.accounts.second_factor import pass_with
from msa.accounts.step_up import (
    asks_second_factor,
    needs_second_factor,
    sets_up_the_first,
)
from msa.accounts.telling import tell
from msa.accounts.yours import changed


@require_POST
def ask(request: Any) -> JsonResponse:
    """Say what a device is to be asked to show, by who is signing in or signed in."""
    if request.user.is_authenticated:
        return JsonResponse(passkeys.ask(request, request.user))
    stage = get_pending_stage(request)
    return JsonResponse(passkeys.ask(request, stage.login.user if stage else None))


@require_POST
@sensitive_post_parameters("passkey")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: its device has made sure of its owner (UI-A6)."""
    if request.user.is_authenticated:
        return redirect("start")
    if not may_show_passkey(request):
        messages.warning(request, TRIED_TOO_OFTEN)
        return redirect("account_login")
    try:
        factor = passkeys.shown(request, None, request.POST.get("passkey", ""))
    except passkeys.NotShown:
        messages.warning(request, PASSKEY_NOT_SHOWN)
        return redirect("account_login")
    login = Login(user=factor.user, redirect_url=get_next_redirect_url(request))
    led_on: HttpResponse = perform_passwordless_login(request, factor, login)
    return led_on


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("passkey")
@login_required
@sets_up_the_first
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up a passkey as one's first second factor (U01)."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    factor = _kept(request, form)
    if factor is None:
        return _page(request, form, is_first=True)
    pass_with(request, factor)
    return redirect("account_recovery_codes")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("passkey")
@needs_second_factor
@asks_second_factor
def add(request: Any) -> HttpResponse:
    """Set up one more passkey; every other browser is signed out (U05)."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if _kept(request, form) is None:
        return _page(request, form, is_first=False)
    request.session.cycle_key()
    return changed(
        request, _("The passkey is set up. Every other browser is signed out.")
    )


@require_POST
@login_required
@sets_up_the_first
def offer_first(request: HttpRequest) -> JsonResponse:
    """Say what a device is to be asked for, by somebody who has no factor yet."""
    return JsonResponse(passkeys.offer(request))


@require_POST
@needs_second_factor
@asks_second_factor
def offer_another(request: HttpRequest) -> JsonResponse:
    """Say what a device is to be asked for, by somebody who adds a passkey."""
    return JsonResponse(passkeys.offer(request))


def _kept(request: HttpRequest, form: PasskeyForm) -> Any:
    if not form.is_valid():
        return None
    try:
        with transaction.atomic(using=door()):
            factor = passkeys.keep(
                request,
                name=form.cleaned_data["name"],
                answer=form.cleaned_data["passkey"],
            )
            tell(request.user, "factor.added", kind=factor.type)
    except passkeys.NotShown:
        form.add_error(None, _("The passkey could not be set up. Try once more."))
        return None
    return factor


def _page(request: HttpRequest, form: PasskeyForm, *, is_first: bool) -> HttpResponse:
    page = {"form": form, "is_first": is_first}
    return render(request, "mfa/webauthn/add_form.html", page)
