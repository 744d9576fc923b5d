"""The pages of signing in: the second factor asked for, set up, a lock opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from msa.accounts.forms import CodeForm, SetUpForm
from msa.accounts.held import held, is_lost, let_go
from msa.accounts.lock import is_idle, is_locked, meanwhile, unlock
from msa.accounts.second_factor import set_up, signed_in_with_second_factor
from msa.accounts.standing import note_use, seconds_left
from msa.accounts.step_up import View, confirm, sets_up_the_first, way_back

#: Where a session keeps the page on which something was sent too late.
_RESUMED_FROM = "resumed_from"
_after_the_password: Callable[[View], View] = login_stage_required(
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@_after_the_password
def show_second_factor(request: Any) -> HttpResponse:
    """Ask for the second factor after the password (U01)."""
    stage = request._login_stage
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, request=request, person=stage.login.user)
    if form.is_valid() and form.factor:
        post_authentication(request, form.factor)
        led_on: HttpResponse = stage.exit()
        return led_on
    return render(request, "mfa/authenticate.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@login_required
@sets_up_the_first
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the QR code and take the first code; nothing else is open before (U01)."""
    posted = request.POST if request.method == "POST" else None
    form = SetUpForm(posted, user=request.user)
    if form.is_valid():
        set_up(request, secret=form.secret, code=form.cleaned_data["code"])
        return redirect("account_recovery_codes")
    return render(request, "mfa/totp/activate_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@login_required
def locked(request: Any) -> HttpResponse:
    """Keep a locked session shut until its own person shows his code (UI-V5)."""
    if not is_locked(request):
        return redirect("start")
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, request=request, person=request.user)
    if form.is_valid() and form.factor:
        response = redirect(_onwards(request, unlock(request, form.factor)))
        # What the other had open on this device is his alone.
        response.delete_cookie(settings.PASSAGE_COOKIE_NAME, samesite="Strict")
        return response
    page = {
        "form": form,
        "meanwhile_url": meanwhile(request),
        "is_kept": held(request) is not None,
    }
    name = "account/idle.html" if is_idle(request) else "account/locked.html"
    return render(request, name, page)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@login_required
def confirm_it_is_you(request: Any) -> HttpResponse:
    """Ask for the second factor once more before an act of weight (U08)."""
    if not signed_in_with_second_factor(request) or not way_back(request):
        return redirect("start")
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, request=request, person=request.user)
    if form.is_valid() and form.factor:
        return redirect(_onwards(request, confirm(request, form.factor)))
    page = {"form": form, "back_url": way_back(request)}
    return render(request, "account/confirm.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Let somebody send what he had written when a code was asked for (UI-W7)."""
    if not signed_in_with_second_factor(request):
        return redirect("start")
    kept, lost = held(request), is_lost(request)
    if request.method == "POST" or not (kept or lost):
        let_go(request)
        return redirect(request.session.pop(_RESUMED_FROM, "start"))
    page = {"kept": kept}
    return render(request, "account/resume.html", page)


@require_POST
@login_required
def stay(request: HttpRequest) -> JsonResponse:
    """Count as a use of this session: somebody reads or writes on (UI-W7).

    Says in how many seconds it locks now. Nothing extends the eight hours.
    """
    if not signed_in_with_second_factor(request):
        return JsonResponse({}, status=403)
    now = timezone.now()
    note_use(request.session, at=now, at_once=True)
    return JsonResponse(seconds_left(request.session, at=now) or {})


def _onwards(request: HttpRequest, page: str) -> str:
    if held(request) is None and not is_lost(request):
        return page
    request.session[_RESUMED_FROM] = page
    return "account_resume"
