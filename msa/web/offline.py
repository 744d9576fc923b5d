"""A page for when there is no connection, in the peer worker's area alone (UI-W6).

His browser keeps that one page and the files it is drawn with, and nothing else: no
page with data, and nothing at all where survivors answer (UI-S7, ADR 45).
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

#: The first parts of the worker's addresses. Each has a worker script of its own,
#: under itself: a browser lets none reach past the folder it was loaded from.
PLACES = (
    *("today", "people", "enquiries", "check-ins", "quarter", "policies"),
    *("groups", "services", "outreach", "numbers"),
)
_SCRIPT = "js/offline_worker.js"
_STATIC = re.compile(r'(?:href|src)="([^"]+)"')


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what a browser keeps for later; the same bytes whoever asks."""
    return HttpResponse(_page())


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the script that shows the page of above when nothing else can be had."""
    return HttpResponse(_source(_SCRIPT), content_type="text/javascript")


def offline_parts() -> dict[str, str]:
    """Return what a page of the worker's area tells its script."""
    return {
        "page": reverse("offline"),
        "version": _version(),
        "places": " ".join(reverse(f"offline-{place}") for place in PLACES),
    }


def let_a_worker_start(response: HttpResponse) -> None:
    """Let one page begin a worker script; every other is refused by its policy."""
    response._csp_replace = {"worker-src": ["'self'"]}  # type: ignore[attr-defined]  # read by django-csp


def _page() -> str:
    # Without the request: no name, no navigation and no token can stand in it.
    return render_to_string("errors/offline.html")


@cache
def _version() -> str:
    """Return what changes with every byte that a browser keeps of this."""
    drawn = _page()
    prefix = static("")
    files = sorted(
        address.removeprefix(prefix)
        for address in set(_STATIC.findall(drawn))
        if address.startswith(prefix)
    )
    whole = sha256(drawn.encode())
    for name in files:
        whole.update(_source(name))
    return whole.hexdigest()[:16]


def _source(name: str) -> bytes:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
