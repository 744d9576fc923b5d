"""The pages that anybody may see, and the quick way out of all others."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_safe

AWAY_COOKIE = "away"
AWAY_SECONDS = 15 * 60


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to the neutral site; works as a plain link (UI-S5)."""
    if is_fetched_ahead(request):
        return HttpResponse(status=403)
    clears_drafts = not request_keeps_drafts(request)
    logout(request)
    response = redirect_to_neutral()
    mark_away(request, response)
    forget_device(request, response)
    # Workers keep their encrypted drafts: those are useless to a finder of the device.
    kinds = '"cache", "storage"' if clears_drafts else '"cache"'
    response.headers["Clear-Site-Data"] = kinds
    return response


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Say whether a browser asks without anybody having chosen to leave."""
    purposes = (request.headers.get(n, "") for n in ("Sec-Purpose", "Purpose", "X-Moz"))
    if any("prefetch" in purpose or "preview" in purpose for purpose in purposes):
        return True
    # An image or a frame on a foreign page must not be able to sign somebody out.
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def request_keeps_drafts(request: HttpRequest) -> bool:
    """Say whether the device holds a worker's encrypted drafts."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def redirect_to_neutral() -> HttpResponse:
    """Answer 303 to the neutral site, or to our own dull page where none is set."""
    address = getattr(settings, "MSA_NEUTRAL_SITE", "") or reverse("neutral")
    return HttpResponse(status=303, headers={"Location": address})


def forget_device(request: HttpRequest, response: HttpResponse) -> None:
    """Take every cookie of ours from the device but the one that says it has left."""
    for name in request.COOKIES.keys() - {AWAY_COOKIE}:
        response.delete_cookie(name, samesite="Lax")


def mark_away(request: HttpRequest, response: HttpResponse) -> None:
    """Remember for fifteen minutes that this device has left.

    Not HttpOnly: a page kept alive by the browser looks for it before showing itself.
    """
    response.set_cookie(
        AWAY_COOKIE,
        "1",
        max_age=AWAY_SECONDS,
        secure=request.is_secure(),
        samesite="Lax",
    )


@require_safe
def neutral(request: HttpRequest) -> HttpResponse:
    """Show an everyday page with nothing of this service on it."""
    return render(request, "neutral.html")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the plain start page, or take somebody signed in to where he begins.

    A device that was just left shows what a stranger sees.
    """
    user = getattr(request, "user", None)
    if user and user.is_authenticated and AWAY_COOKIE not in request.COOKIES:
        # Imported late: the open pages are served where nobody can sign in at all.
        from msa.web.home import begin

        return begin(request)
    return render(
        request, "start.html", {"sign_in_url": resolve_url(settings.LOGIN_URL)}
    )
