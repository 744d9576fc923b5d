"""Giving tokens: OAuth 2 client credentials (RFC 6749, 4.4), and no other way."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.views import TokenView

from reporting.funders.addresses import address_of
from reporting.funders.api.problems import refuse, request_id
from reporting.funders.limits import count
from reporting.funders.services.access import note_token


@method_decorator(csrf_exempt, name="dispatch")
class Token(TokenView):  # type: ignore[misc]  # untyped library
    """Give a token for an hour to a client that shows its id and secret."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        who = f"token {address_of(request.META)}"
        asked = count(who, settings.MSA_TOKEN_LIMITS, at=at)
        if any(one.is_over for one in asked):
            wait = str(max(one.seconds_left for one in asked if one.is_over))
            return refuse(request, "too-often", headers={"Retry-After": wait})
        if request.POST.get("grant_type") != "client_credentials":
            return _refusal("unsupported_grant_type", 400)
        response: HttpResponse = self.authorization_flow_token_response(request)
        if response.status_code == 200:
            note_token(json.loads(response.content)["access_token"], at=at)
        return response

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> JsonResponse:
        return refuse(request, "method", headers={"Allow": "POST"})


def _refusal(error: str, status: int) -> JsonResponse:
    """Return an error in the form that OAuth 2 programs expect (section 5.2)."""
    headers = {"X-Request-Id": request_id()}
    return JsonResponse({"error": error}, status=status, headers=headers)
