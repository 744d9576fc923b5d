"""Every request of somebody signed in: is his session still good, and was it used?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from msa.accounts.lock import is_locked, lock
from msa.accounts.queries import person_with
from msa.accounts.standing import Standing, note_use, standing_of
from msa.accounts.telling import after_answering, tell_of_limit
from msa.tenancy.context import use

GetResponse = Callable[[HttpRequest], HttpResponse]


class StandingMiddleware:
    """Lock a session that nobody used, end one that is old, and note that it is used.

    Stands before the one that opens areas, which then finds the lock.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            _judge(request)
        response = self.get_response(request)
        if email := getattr(request, "tried_too_often", ""):
            after_answering(response, partial(_tell_of_limit, email))
        return response


def _tell_of_limit(email: str) -> None:
    with use(None):
        found = person_with(email)
    if found is not None:
        tell_of_limit(found, "password")


def _judge(request: HttpRequest) -> None:
    now = timezone.now()
    standing = standing_of(request.session, at=now)
    if standing is Standing.OVER:
        logout(request)
    elif standing is Standing.IDLE:
        if not is_locked(request):
            lock(request, way_back=where_one_was(request), idle=True)
    elif not is_poll(request):
        note_use(request.session, at=now)


def is_poll(request: Any) -> bool:
    """Say whether a page asks by itself: that is nobody's use of it."""
    return request.method == "GET" and bool(request.headers.get("HX-Request"))


def where_one_was(request: HttpRequest) -> str:
    """Return the page to go on from: this one, or the one that sent something."""
    if request.method == "GET" and not is_poll(request):
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    path = f"{before.path}?{before.query}" if before.query else before.path
    ours = before.netloc == request.get_host() and url_has_allowed_host_and_scheme(
        path, allowed_hosts=None
    )
    return path if ours else "/"
