"""The pages of signing in that are ours: the second factor set up, a lock opened."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from msa.accounts.forms import CodeForm, SetUpForm
from msa.accounts.held import held, is_lost, let_go
from msa.accounts.lock import is_idle, is_locked, meanwhile, unlock
from msa.accounts.second_factor import (
    has_second_factor,
    set_up,
    signed_in_just_now,
    signed_in_with_second_factor,
)
from msa.accounts.step_up import confirm, way_back

#: Where a session keeps the page on which something was sent too late.
_RESUMED_FROM = "resumed_from"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@login_required
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the QR code and take the first code; nothing else is open before (U01)."""
    if signed_in_with_second_factor(request):
        return redirect("start")
    if is_locked(request):
        return redirect("account_locked")
    # He set it up elsewhere meanwhile, or the page stood open: begin with the password.
    if has_second_factor(request.user) or not signed_in_just_now(request):
        logout(request)
        return redirect("account_login")
    posted = request.POST if request.method == "POST" else None
    form = SetUpForm(posted, user=request.user)
    if form.is_valid():
        set_up(request, secret=form.secret, code=form.cleaned_data["code"])
        return redirect("account_recovery_codes")
    return render(request, "mfa/totp/activate_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@login_required
def locked(request: HttpRequest) -> HttpResponse:
    """Keep a locked session shut until its own person shows his code (UI-V5)."""
    if not is_locked(request):
        return redirect("start")
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, user=request.user)
    if form.is_valid():
        response = redirect(_onwards(request, unlock(request, form.authenticator)))
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
def confirm_it_is_you(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor once more before an act of weight (U08)."""
    if not signed_in_with_second_factor(request) or not way_back(request):
        return redirect("start")
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, user=request.user)
    if form.is_valid():
        return redirect(_onwards(request, confirm(request, form.authenticator)))
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


def _onwards(request: HttpRequest, page: str) -> str:
    if held(request) is None and not is_lost(request):
        return page
    request.session[_RESUMED_FROM] = page
    return "account_resume"
