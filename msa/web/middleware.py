"""Who acts in this request: found once, before the view, from the session alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.held import forget_what_is_sent, hold
from msa.accounts.lock import is_idle, is_locked
from msa.accounts.models import Role
from msa.accounts.queries import actors_of
from msa.accounts.second_factor import signed_in_with_second_factor
from msa.audit.recording import record_refusal
from msa.tenancy.context import use
from msa.web.areas import Area, area_of, areas_here
from msa.web.offline import let_a_worker_start

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Name the actor of each page in an area and open his context around the view.

    Stands last: nothing after it may read tenant tables. Outside an area there is no
    context, so PostgreSQL answers nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as scope:
            request.actor = None  # type: ignore[attr-defined]  # see AreaRequest
            request.tenancy_scope = scope  # type: ignore[attr-defined]
            response = self.get_response(request)
        if _is_page_of_worker(request, response):
            let_a_worker_start(response)
        _note_refusal(request, response)
        return response

    def process_view(
        self, request: Any, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        area = area_of(request)
        if area is None:
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if not signed_in_with_second_factor(request):
            return _second_factor_first(request)
        forget_what_is_sent(request)
        request.actor = _actor_in(request, area)
        request.tenancy_scope.enter_context(use(request.actor.context))
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, AccessDenied):
            request.refused_for = exception.reason  # type: ignore[attr-defined]
            page = {
                "reason": exception.reason.value,
                "is_kept": _is_kept(request, exception.reason),
            }
            return render(request, "errors/denied.html", page, status=403)
        return None


def _is_page_of_worker(request: Any, response: HttpResponse) -> bool:
    """Say whether a page is of the peer worker's area; one that is absent is nobody's.

    What is answered there has the same headers whoever asks and whatever he asked for.
    """
    is_his = bool(request.actor) and request.actor.role == Role.WORKER
    return is_his and response.status_code != 404


def _is_kept(request: HttpRequest, reason: Reason) -> bool:
    """Keep what was sent where the same act is welcome in an hour (UI-W7)."""
    return reason == Reason.TOO_MANY_KEYS and request.method == "POST" and hold(request)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    sign_in = resolve_url("account_login")
    if request.method != "GET":
        return HttpResponseRedirect(sign_in)  # what was sent can't be sent again
    return redirect_to_login(request.get_full_path(), sign_in)


def _second_factor_first(request: HttpRequest) -> HttpResponse:
    if not is_locked(request):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    # He was typing while it locked (UI-W7); a handed-over device keeps nothing.
    if request.method == "POST" and is_idle(request):
        hold(request)
    return HttpResponseRedirect(reverse("account_locked"))


def _actor_in(request: Any, area: Area) -> Actor:
    actors = actors_of(request.user, at=timezone.now())
    request.roles = [actor.role for actor in actors]
    for actor in actors:
        if actor.role == area.role:
            return actor
    request.refused_as = _refused(actors, area)
    raise NotVisible


def _refused(actors: list[Actor], area: Area) -> Actor | None:
    """Return as whom an attempt at somebody else's door is remembered.

    As what he is; or, where he has no role on this site, in the role he tried: this
    site's login can take no role of the other site, even to write the refusal.
    """
    here = {area.role for area in areas_here()}
    for actor in actors:
        if actor.role in here:
            return actor
    return replace(actors[0], role=area.role) if actors else None


def _note_refusal(request: Any, response: HttpResponse) -> None:
    if response.status_code not in {403, 404}:
        return
    actor = request.actor or getattr(request, "refused_as", None)
    match = request.resolver_match
    if actor is None or match is None:
        return
    # A word in an address is whatever somebody typed: only ids and numbers are codes.
    named = (value for value in match.kwargs.values() if not isinstance(value, str))
    target = str(next(named, ""))
    reason = getattr(request, "refused_for", "")
    record_refusal(actor, route=match.view_name, target=target, reason=str(reason))
