"""What stands between a request and a view: token, scope, frequency, format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAcceptable, Throttled
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from reporting.funders.addresses import address_of
from reporting.funders.api.problems import Problem
from reporting.funders.caller import Caller
from reporting.funders.enums import Scope
from reporting.funders.limits import count
from reporting.funders.services import access

_SCHEME = "bearer"
_PROBLEMS = {
    "unknown": "token-refused",
    "expired": "token-expired",
    "ended": "token-refused",
    "address": "address",
}


class BearerToken(BaseAuthentication):
    """Take the token from the Authorization header, and from nowhere else."""

    def authenticate(self, request: Request) -> tuple[Any, str] | None:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != _SCHEME or not text.strip():
            return None
        view = request.parser_context["view"]
        try:
            view.caller = access.admit(
                text.strip(), address=address_of(request.META), at=timezone.now()
            )
        except access.NotAdmitted as refusal:
            view.caller = refusal.caller
            _count(view)
            raise Problem(_PROBLEMS[refusal.reason]) from refusal
        _count(view)
        return view.caller, text

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _count(view: Any) -> None:
    """Count a call of a known client, whatever its tokens and addresses.

    Refused calls count as well: each leaves a trace in the audit.
    """
    if view.caller is None:
        return
    view.counts = count(
        str(view.caller.person), settings.MSA_FUNDER_LIMITS, at=timezone.now()
    )
    over = [one.seconds_left for one in view.counts if one.is_over]
    if over:
        raise Throttled(max(over))


class HasScope(BasePermission):
    """Let a token in whose scopes hold the one that the view names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        caller = request.user
        wanted = getattr(view, "scope", Scope.READ)
        return isinstance(caller, Caller) and wanted in caller.scopes


class Formats(DefaultContentNegotiation):
    """Choose by ``?format=`` or Accept; what isn't there is 406 both ways."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        known = [one.format for one in renderers]
        # An empty one would be taken for none.
        if request.query_params.get("format", known[0]) not in known:
            raise NotAcceptable
        chosen: tuple[BaseRenderer, str] = super().select_renderer(
            request, renderers, format_suffix
        )
        return chosen
