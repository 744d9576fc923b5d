"""Error pages that look the same to everybody."""

from __future__ import annotations

import sys

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from msa.pdf import RenderFailed
from msa.web.key_faults import is_key_fault, log_key_fault
from msa.web.outages import drop_dead_connections, is_outage, keep_what_was_sent


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


def something_wrong(request: HttpRequest) -> HttpResponse:
    """Answer 503 while a server or a key is not there, and 500 for a fault of our own.

    Drawn without the request and without the database: nothing of what was asked or
    sent stands on the page (S06, R03).
    """
    fault = sys.exc_info()[1]
    if is_outage(fault):
        return _out_of_service(request)
    if is_key_fault(fault):
        return _without_key(request, fault)
    if isinstance(fault, RenderFailed):
        page = render_to_string("errors/too_much_to_print.html")
        return HttpResponse(page, status=503)
    return HttpResponseServerError(render_to_string("500.html"))


def _out_of_service(request: HttpRequest) -> HttpResponse:
    drop_dead_connections()
    sent = request.method == "POST"
    page = {"was_sent": sent, "is_kept": sent and keep_what_was_sent(request)}
    response = HttpResponse(
        render_to_string("errors/maintenance.html", page), status=503
    )
    response.headers["Retry-After"] = "30"
    return response


def _without_key(request: HttpRequest, fault: BaseException | None) -> HttpResponse:
    log_key_fault(fault)
    sent = request.method == "POST"
    page = {"was_sent": sent, "is_kept": sent and keep_what_was_sent(request)}
    return HttpResponse(
        render_to_string("errors/keys.html", page),
        status=503,
        headers={"Retry-After": "300"},
    )
