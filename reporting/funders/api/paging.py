"""Pages of rows whose order never changes, led through by cursors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from rest_framework.request import Request

from reporting.funders.api.problems import Problem

Row = TypeVar("Row")
#: The page size: unasked, and at most.
USUAL, MOST = 100, 500
_AFTER, _BEFORE = "after", "before"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the rest is."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None

    @property
    def link(self) -> str:
        """The value of a Link header; empty if this is all."""
        led = {"next": self.next, "prev": self.previous}
        return ", ".join(f'<{url}>; rel="{name}"' for name, url in led.items() if url)


def page_of(
    rows: Sequence[Row], key: Callable[[Row], object], request: Request
) -> Page[Row]:
    """Return the page that the request asks for.

    Raises:
        Problem: the limit is not 1 to 500, or the cursor is not one of ours.
    """
    limit = _limit(request.query_params.get("limit"))
    keys = [str(key(row)) for row in rows]
    start, end = _span(request.query_params.get("cursor"), keys, limit)
    return Page(
        rows[start:end],
        _link(request, _AFTER, keys[end - 1]) if end < len(rows) else None,
        _link(request, _BEFORE, keys[start]) if start else None,
    )


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    # Short before int(): a number of many digits takes long to read.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST))):
        raise Problem("limit")
    limit = int(text)
    if not 1 <= limit <= MOST:
        raise Problem("limit")
    return limit


def _span(cursor: str | None, keys: Sequence[str], limit: int) -> tuple[int, int]:
    if cursor is None:
        return 0, min(limit, len(keys))
    try:
        side, key = base64.b64decode(cursor, b"-_", validate=True).decode().split(" ")
        at = keys.index(key)
    except (binascii.Error, ValueError) as fault:
        raise Problem("cursor") from fault
    if side == _AFTER and at + 1 < len(keys):
        return at + 1, min(at + 1 + limit, len(keys))
    if side == _BEFORE and at:
        return max(0, at - limit), at
    raise Problem("cursor")


def _link(request: Request, side: str, key: str) -> str:
    kept: dict[str, Any] = request.query_params.dict()
    cursor = base64.urlsafe_b64encode(f"{side} {key}".encode()).decode()
    return request.build_absolute_uri(
        f"{request.path}?{urlencode(kept | {'cursor': cursor})}"
    )
