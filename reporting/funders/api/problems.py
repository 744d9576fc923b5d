"""Every error of the interface as a problem document (RFC 9457) with a request id."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name in links, its status and what it means."""

    code: str
    status: int
    title: str
    meaning: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "limit",
            400,
            "The page size is not possible",
            "“limit” is a whole number from 1 to 500. Follow “next” for more.",
        ),
        Kind(
            "cursor",
            400,
            "The cursor is not one of ours",
            "A cursor is taken from “next” or “previous” as it is, for the same "
            "address. Begin again without one.",
        ),
        Kind(
            "parameter",
            400,
            "There is no such parameter or value",
            "The description of the interface lists the parameters of each address. A "
            "token never stands in an address.",
        ),
        Kind(
            "request",
            400,
            "The request can't be read",
            "The request is not what HTTP or this interface expects.",
        ),
        Kind(
            "token-needed",
            401,
            "A token is needed",
            "Send “Authorization: Bearer” and a token from the token address.",
        ),
        Kind(
            "token-expired",
            401,
            "The token has expired",
            "A token is good for an hour. Ask for a new one.",
        ),
        Kind(
            "token-refused",
            401,
            "The token is not accepted",
            "It is not one of ours, or the access behind it has ended.",
        ),
        Kind(
            "address",
            403,
            "Not from this address",
            "The access may be used from agreed addresses only.",
        ),
        Kind(
            "scope",
            403,
            "The token does not cover this",
            "The access would need another scope. Male Survivors Aotearoa gives it.",
        ),
        Kind(
            "not-found",
            404,
            "There is nothing here",
            "No such address, report or table; or not one that was released, or that "
            "this token may read.",
        ),
        Kind(
            "method",
            405,
            "Only reading is possible",
            "Figures are read with GET. Nothing can be changed here.",
        ),
        Kind(
            "format",
            406,
            "No such format",
            "Answers come as application/json or text/csv.",
        ),
        Kind(
            "too-often",
            429,
            "Too many requests",
            "“Retry-After” says in how many seconds to ask again.",
        ),
        Kind(
            "fault",
            500,
            "Something went wrong here",
            "The fault is ours. Tell us the request id.",
        ),
    )
}
#: What REST framework raises, and which kind of problem it is.
_RAISED: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.NotAuthenticated, "token-needed"),
    (exceptions.AuthenticationFailed, "token-refused"),
    (exceptions.PermissionDenied, "scope"),
    (PermissionDenied, "scope"),
    (exceptions.NotFound, "not-found"),
    (Http404, "not-found"),
    (exceptions.MethodNotAllowed, "method"),
    (exceptions.NotAcceptable, "format"),
    (exceptions.Throttled, "too-often"),
    (exceptions.ParseError, "request"),
)


class Problem(exceptions.APIException):
    """A problem that a view or a step before it found; ``code`` is one of ``KINDS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code=code)
        self.kind = KINDS[code]
        self.status_code = self.kind.status
        self.auth_header = (
            ""
            if self.status_code != status.HTTP_401_UNAUTHORIZED
            else ('Bearer realm="api", error="invalid_token"')
        )


def request_id() -> str:
    """Return a new id for one request; it stands in the answer and in the audit."""
    return str(uuid.uuid4())


def handle(exception: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever a view raised into its problem; REST framework calls this."""
    kind = _kind_of(exception)
    request = context["request"]
    if kind.status == status.HTTP_500_INTERNAL_SERVER_ERROR:
        _log.error("a call of the interface failed", exc_info=exception)
    response = Response(
        body(request, kind, context["view"].request_id),
        status=kind.status,
        headers=_headers(exception),
        content_type=CONTENT_TYPE,
    )
    response.exception = True
    return response


def refuse(
    request: HttpRequest, code: str, *, headers: dict[str, str] | None = None
) -> JsonResponse:
    """Return a problem for a request that no view of the interface answers."""
    kind, this = KINDS[code], request_id()
    return JsonResponse(
        body(request, kind, this),
        status=kind.status,
        content_type=CONTENT_TYPE,
        headers={"X-Request-Id": this, **(headers or {})},
    )


def body(request: Any, kind: Kind, this: str) -> dict[str, Any]:
    """Return a problem document; it repeats nothing that was sent."""
    about = f"{reverse('api-problems')}#{kind.code}"
    return {
        "type": request.build_absolute_uri(about),
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
        "request_id": this,
    }


def _kind_of(exception: Exception) -> Kind:
    if isinstance(exception, Problem):
        return exception.kind
    for raised, code in _RAISED:
        if isinstance(exception, raised):
            return KINDS[code]
    return KINDS["fault"]


def _headers(exception: Exception) -> dict[str, str]:
    headers = {}
    challenge = getattr(exception, "auth_header", "")
    if challenge:
        headers["WWW-Authenticate"] = challenge
    wait = getattr(exception, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait))
    return headers
