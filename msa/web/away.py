"""After *Leave quickly* the browser's Back button finds only the neutral page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

from msa.web.leave import AWAY_COOKIE, forget_device, redirect_to_neutral

GetResponse = Callable[[HttpRequest], HttpResponse]

OPEN_NAMES = frozenset({"start", "leave", "neutral", "healthz"})


class AwayMiddleware:
    """Answer every page but the open ones by the neutral site while `away` is set.

    Stands after SessionMiddleware and AuthenticationMiddleware. The sign-in page clears
    the cookie: whoever opens it means to come back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if AWAY_COOKIE not in request.COOKIES:
            return self.get_response(request)
        if is_sign_in(request):
            response = self.get_response(request)
            response.delete_cookie(AWAY_COOKIE, samesite="Lax")
            return response
        if is_open(request):
            return self.get_response(request)
        # The tap may have been made without a connection: the session ends here then.
        logout(request)
        response = redirect_to_neutral()
        forget_device(request, response)
        return response


def is_sign_in(request: HttpRequest) -> bool:
    """Say whether the sign-in page, or a step under it, is asked for."""
    return request.path.startswith(resolve_url(settings.LOGIN_URL))


def is_open(request: HttpRequest) -> bool:
    """Say whether the page is one that says nothing about anybody."""
    if request.path.startswith(settings.STATIC_URL):
        return True
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return match.url_name in OPEN_NAMES and not match.namespaces
