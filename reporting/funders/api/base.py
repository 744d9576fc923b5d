"""What every address of the interface has in common."""

from __future__ import annotations

import hashlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from msa.tenancy.context import use
from reporting.funders.api.paging import page_of
from reporting.funders.api.problems import Problem, request_id
from reporting.funders.api.renderers import Csv, Json, ProblemJson
from reporting.funders.api.steps import BearerToken, Formats, HasScope
from reporting.funders.caller import Caller
from reporting.funders.enums import Scope
from reporting.funders.limits import Count
from reporting.funders.services.access import note_call

_log = logging.getLogger(__name__)
_PAGING = frozenset({"limit", "cursor"})


class Endpoint(APIView):
    """One address of the interface: forms, limits, headers, and a trace of the call."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerToken,)
    permission_classes: Sequence[type[BasePermission]] = (HasScope,)
    renderer_classes = (Json, Csv)
    content_negotiation_class = Formats
    parser_classes = ()
    http_method_names = ["get", "head"]
    #: What a token needs, what one row looks like, what may be asked besides.
    scope = Scope.READ
    row: type[Serializer[Any]]
    parameters: frozenset[str] = _PAGING

    request_id = ""
    counts: tuple[Count, ...] = ()
    #: Whose token it was, accepted or not.
    caller: Caller | None = None
    changed_at: datetime | None = None

    @property
    def columns(self) -> list[str]:
        """The columns of the CSV form."""
        return list(self.row().fields)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.request_id = request_id()
        response: Any = super().dispatch(request, *args, **kwargs)
        response.render()
        self._note(response.status_code)
        if response.status_code == 200:
            response = self._conditional(request, response)
        return self._marked(response)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if set(request.query_params) - self.parameters - {"format"}:
            raise Problem("parameter")

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        if getattr(final, "exception", False):
            final.accepted_renderer = ProblemJson()
            final.accepted_media_type = ProblemJson.media_type
        return final

    def _note(self, status: int) -> None:
        """Record the call; of a flood of refused ones, the first of each window."""
        flooded = status == 429 and not any(one.is_just_over for one in self.counts)
        if self.caller is None or flooded:
            return
        try:
            note_call(
                self.caller,
                route=type(self).__name__,
                report=str(self.kwargs.get("pk", "")),
                status=status,
                request=self.request_id,
            )
        except DatabaseError:
            # What is refused or has failed already may lack its trace; nothing else.
            if status < 400:
                raise
            _log.error("a failed call could not be recorded")

    def _conditional(self, request: HttpRequest, response: Any) -> Any:
        digest = hashlib.sha256(response.content).hexdigest()
        response.headers["ETag"] = f'"{digest[:40]}"'
        # Revalidated each time: what it says may be superseded, or the access ended.
        response.headers["Cache-Control"] = "private, no-cache"
        modified = None
        if self.changed_at is not None:
            modified = int(self.changed_at.timestamp())
            response.headers["Last-Modified"] = http_date(modified)
        return get_conditional_response(
            request, response.headers["ETag"], modified, response
        )

    def _marked(self, response: Any) -> HttpResponseBase:
        patch_vary_headers(response, ["Accept", "Authorization"])
        response.headers["X-Request-Id"] = self.request_id
        # Errors are never stored: the header of all other pages says so.
        response.may_be_stored = response.status_code in {200, 304}
        policies = [f'"{c.window}";q={c.limit}' for c in self.counts]
        left = [f'"{c.window}";r={c.remaining};t={c.seconds_left}' for c in self.counts]
        if left:
            response.headers["RateLimit-Policy"] = ", ".join(policies)
            response.headers["RateLimit"] = ", ".join(left)
        return response  # type: ignore[no-any-return]


class FiguresView(Endpoint, ABC):
    """Read something that was released, as one client, and nothing else."""

    def get(self, request: Request, **kwargs: Any) -> Response:
        """Answer in the caller's context, and only there."""
        caller = request.user
        assert isinstance(caller, Caller)
        with use(caller.context):
            return self.answer(caller, request, **kwargs)

    @abstractmethod
    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        """Return what was asked for."""

    def paged(self, rows: Any, key: Any, request: Request, shown: Any) -> Response:
        """Return one page of rows, each turned by ``shown`` into its plain values."""
        page = page_of(rows, key, request)
        found = self.row([shown(one) for one in page.rows], many=True).data
        data = {"next": page.next, "previous": page.previous, "results": found}
        return Response(data, headers={"Link": page.link} if page.link else None)
