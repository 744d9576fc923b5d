"""The one page of signing in that is ours alone: setting up the second factor."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from msa.accounts.forms import SetUpForm
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
