"""The pages of signing in that are ours: the second factor set up, a lock opened."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from msa.accounts.forms import CodeForm, SetUpForm
from msa.accounts.lock import is_locked, meanwhile, unlock
from msa.accounts.second_factor import (
    has_second_factor,
    set_up,
    signed_in_just_now,
    signed_in_with_second_factor,
)


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
        return redirect("start")
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, form.secret)
    secret = form.secret.rstrip("=")
    page = {
        "form": form,
        "app_url": address,
        "qr_code": adapter.build_totp_svg(address),
        "secret_groups": [secret[i : i + 4] for i in range(0, len(secret), 4)],
    }
    return render(request, "mfa/totp/activate_form.html", page)


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
        response = redirect(unlock(request, form.authenticator))
        # What the other had open on this device is his alone.
        response.delete_cookie(settings.PASSAGE_COOKIE_NAME, samesite="Strict")
        return response
    page = {"form": form, "meanwhile_url": meanwhile(request)}
    return render(request, "account/locked.html", page)
