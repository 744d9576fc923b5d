"""Error pages that look the same to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with the same bytes for an absent, a foreign and an unknown address.

    Drawn without the request: a name or a navigation in the frame would tell whether
    the address is known and whose area it is in.
    """
    response = HttpResponseNotFound(render_to_string("404.html"))
    patch_vary_headers(response, ["Cookie"])
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429 after too many attempts to sign in."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response
