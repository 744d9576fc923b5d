"""The description of the interface in OpenAPI 3.1, made from the views themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from reporting.enums import Kind
from reporting.funders.api.paging import MOST, USUAL
from reporting.funders.api.problems import CONTENT_TYPE
from reporting.funders.api.serializers import ProblemShape
from reporting.funders.enums import Scope

KIND = OpenApiParameter("kind", enum=Kind.values, description="Only this kind.")
PERIOD = OpenApiParameter(
    "period",
    {"type": "string", "pattern": "^20[0-9]{2}-Q[1-4]$"},
    description="Only this quarter, for example 2026-Q3.",
)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    description="How many rows a page has.",
)
CURSOR = OpenApiParameter(
    "cursor",
    OpenApiTypes.STR,
    description="Taken from “next” or “previous” as it is.",
)
_INTRODUCTION = (
    "Released figures of Male Survivors Aotearoa, for reading only. No answer is about "
    "a person: figures are those of released reports, and nothing else is here."
)
_WORDS = {
    400: "A parameter is not as described.",
    401: "No token, or one that is not accepted.",
    403: "The token does not cover this, or not from this address.",
    404: "There is nothing here.",
    405: "Only reading is possible.",
    406: "No such format.",
    429: "Too many requests.",
    500: "The fault is ours.",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2 client credentials."""

    target_class = "reporting.funders.api.steps.BearerToken"
    name = "funder"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {scope.value: str(scope.label) for scope in Scope}
        flow = {"tokenUrl": "/api/oauth/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.scope.value]}


def described(**words: Any) -> Callable[[type[APIView]], type[APIView]]:
    """Return a decorator that describes what a view answers to GET."""

    def describe(view: type[APIView]) -> type[APIView]:
        said = extend_schema(description=inspect.getdoc(view), **words)
        return extend_schema_view(get=said)(view)

    return describe


def answers(
    shape: type[Serializer[Any]],
    *,
    one: bool = False,
    is_open: bool = False,
) -> dict[Any, Any]:
    """Return what an address may answer: its shape, 304, and problems."""
    statuses = {400, 406, 500}
    if not is_open:
        statuses |= {401, 403, 429}
    if one:
        statuses |= {404}
    found: dict[Any, Any] = {
        (200, "application/json"): shape,
        (200, "text/csv"): OpenApiTypes.STR,
        304: OpenApiResponse(description="Nothing has changed."),
    }
    for status in sorted(statuses):
        found[status, CONTENT_TYPE] = OpenApiResponse(
            ProblemShape, description=_WORDS[status]
        )
    return found


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the description as plain values."""
    generator: Any = SchemaGenerator(  # type: ignore[no-untyped-call]
        urlconf="reporting.funders.urls"
    )
    found: dict[str, Any] = generator.get_schema(request=None, public=True)
    found["info"]["description"] = _INTRODUCTION
    return found


def as_yaml() -> bytes:
    """Return the description as the file in ``docs/api``."""
    renderer: Any = OpenApiYamlRenderer()
    written: bytes = renderer.render(description(), renderer_context={})
    return written
