"""What somebody sent that could not be taken yet: kept until he has shown a code.

It stays in his own session, which is sealed as a whole, and goes when the session goes
(UI-W7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

#: A long note fits many times over; nobody fills a database through a locked session.
LONGEST = 200_000
_KEY = "held"
_NEVER_KEPT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Held:
    """A form that was sent: where to, and field by field what was in it."""

    path: str
    fields: list[tuple[str, str]]


def hold(request: HttpRequest) -> bool:
    """Keep what this request sends; False if it can't be kept whole.

    An uploaded file is never kept: its form is filled in anew. Nor is what a page sends
    by itself, a draft: nobody pressed a button.
    """
    if request.headers.get("X-By-Itself"):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_KEPT
        for value in values
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    if request.FILES or size > LONGEST:
        request.session[_KEY] = {"path": request.get_full_path(), "fields": None}
        return False
    request.session[_KEY] = {"path": request.get_full_path(), "fields": fields}
    return True


def held(request: HttpRequest) -> Held | None:
    """Return what is kept, if anything is."""
    kept = _kept(request)
    if kept.get("fields") is None:
        return None
    return Held(kept["path"], [(name, value) for name, value in kept["fields"]])


def is_lost(request: HttpRequest) -> bool:
    """Say whether something was sent that was too much to keep."""
    return bool(_kept(request)) and held(request) is None


def forget_what_is_sent(request: HttpRequest) -> None:
    """Forget what was kept once it has been sent anew."""
    if request.method == "POST" and _kept(request).get("path") == (
        request.get_full_path()
    ):
        let_go(request)


def let_go(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(_KEY, None)


def _kept(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(_KEY, {}))
