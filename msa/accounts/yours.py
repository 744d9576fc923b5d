"""The pages about one's own sign-in: its parts, and where one is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.accounts import recovery
from msa.accounts.forms import NewPasswordForm, SetUpForm
from msa.accounts.passkeys import passkeys_of
from msa.accounts.queries import sessions_of
from msa.accounts.resets import resets_of
from msa.accounts.second_factor import app_of, has_other_factors, remove, replace
from msa.accounts.services import (
    change_own_password,
    end_own_sessions,
    end_sessions,
)
from msa.accounts.sessions import SEEN
from msa.accounts.step_up import asks_second_factor, needs_second_factor


@require_safe
@needs_second_factor
def yours(request: Any) -> HttpResponse:
    """Show the parts of one's sign-in and where one is signed in."""
    left, app = recovery.left(request.user), app_of(request.user)
    passkeys = passkeys_of(request.user)
    page = {
        "email": request.user.email,
        "app": app,
        "passkeys": passkeys,
        "may_remove": has_other_factors(request.user),
        "resets": resets_of(request.user, at=timezone.now()),
        "codes_left": left,
        "codes_are_few": left is None or left <= recovery.FEW,
        "sessions": sessions_of(request.user, at=timezone.now()),
        "this": UUID(request.session[SEEN]["handle"]),
    }
    return render(request, "account/yours.html", page)


@require_POST
@needs_second_factor
def end_one(request: Any, handle: UUID) -> HttpResponse:
    """Sign out one browser of one's own."""
    end_own_sessions(request.user, handle=handle, but="")
    if handle == UUID(request.session[SEEN]["handle"]):
        request.session.flush()
        return redirect("account_login")
    messages.success(request, _("That browser is signed out."))
    return redirect("account_yours")


@require_POST
@needs_second_factor
def end_others(request: Any) -> HttpResponse:
    """Sign out every browser of one's own but this."""
    end_own_sessions(request.user, but=request.session.session_key)
    messages.success(request, _("Every other browser is signed out."))
    return redirect("account_yours")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("old", "new")
@needs_second_factor
def password(request: Any) -> HttpResponse:
    """Change one's password; every other browser is signed out (U05)."""
    posted = request.POST if request.method == "POST" else None
    form = NewPasswordForm(posted, person=request.user)
    if not form.is_valid():
        return render(request, "account/password.html", {"form": form})
    change_own_password(request.user, to=form.cleaned_data["new"])
    update_session_auth_hash(request, request.user)
    return changed(
        request, _("Your password is changed. Every other browser is signed out.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@needs_second_factor
@asks_second_factor
def another_app(request: Any) -> HttpResponse:
    """Let another authenticator app take the place of the first (U05)."""
    posted = request.POST if request.method == "POST" else None
    form = SetUpForm(posted, user=request.user)
    if not form.is_valid():
        page = {"form": form, "is_another": True}
        return render(request, "mfa/totp/activate_form.html", page)
    replace(request, secret=form.secret, code=form.cleaned_data["code"])
    return changed(
        request, _("The new app is set up. Every other browser is signed out.")
    )


@require_POST
@needs_second_factor
@asks_second_factor
def remove_factor(request: Any) -> HttpResponse:
    """Take a passkey or the app away, but never the last of them (U05)."""
    if remove(request.user, request.POST.get("factor", "")):
        return changed(request, _("It is removed. Every other browser is signed out."))
    messages.warning(
        request, _("Nothing was removed: without it you could not sign in.")
    )
    return redirect("account_yours")


def changed(request: Any, words: str) -> HttpResponse:
    """Sign out every other browser after a change of one's sign-in; say so (U05)."""
    end_sessions(person=request.user.pk, but=request.session.session_key)
    messages.success(request, words)
    return redirect("account_yours")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_second_factor
@asks_second_factor
def recovery_codes(request: Any) -> HttpResponse:
    """Make recovery codes and show them this one time."""
    if request.method != "POST":
        page = {"codes_left": recovery.left(request.user)}
        return render(request, "account/recovery_codes.html", page)
    # Not led on to: what is shown once stands in no session and no address.
    shown = {"codes": recovery.make(request.user)}
    return render(request, "account/recovery_codes_shown.html", shown)
