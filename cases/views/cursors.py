"""Where a page of a list ended, as it stands in an address: a day and an id only."""

from __future__ import annotations

from datetime import date
from uuid import UUID

Cursor = tuple[date | None, UUID]


def to_text(cursor: Cursor | None) -> str:
    """Return a cursor for an address, or nothing for no cursor."""
    if cursor is None:
        return ""
    on, last = cursor
    return f"{on.isoformat() if on else ''}_{last}"


def from_text(text: str) -> Cursor | None:
    """Return the cursor of an address; what is none starts the list from the top."""
    on, _, last = text.partition("_")
    try:
        return (date.fromisoformat(on) if on else None), UUID(last)
    except ValueError:
        return None


def dated(text: str) -> tuple[date, UUID] | None:
    """Return the cursor of a list in which each row has a day."""
    cursor = from_text(text)
    return (cursor[0], cursor[1]) if cursor and cursor[0] else None
