"""A row about him as his copy prints it: whose it is, its days, and what codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from msa.clock.days import local_date
from rights.queries.held import Entry
from rights.record_words import facts, in_words

#: What the columns of rows are called to him; the others by their own names.
_CALLED: Mapping[str, Promise] = MappingProxyType(
    {
        "asked_by": _l("Who asked"),
        "back_on": _l("Back by"),
        "came_at": _l("When it came"),
        "choice": _l("What you said"),
        "created_at": _l("Begun on"),
        "direction": _l("For whom"),
        "due_on": _l("From"),
        "ended_at": _l("Ended on"),
        "from_at": _l("From"),
        "given_at": _l("Since"),
        "happened_on": _l("When"),
        "held_on": _l("When"),
        "imported": _l("Brought over from the earlier system"),
        "instead_of": _l("In place of"),
        "is_urgent": _l("It couldn’t wait"),
        "kind": _l("What it was"),
        "letter_at": _l("Letter made on"),
        "lifted_at": _l("Lifted on"),
        "made_at": _l("Noted on"),
        "made_by": _l("Noted by"),
        "member": _l("Who"),
        "next_contact_on": _l("When we ask how it goes"),
        "newest_at": _l("The newest was written on"),
        "noted_at": _l("Noted on"),
        "oldest_at": _l("The oldest was written on"),
        "opened_at": _l("Opened on"),
        "outcome": _l("What came of it"),
        "placed_at": _l("Placed on"),
        "read_at": _l("Read on"),
        "reviewed_at": _l("Reviewed on"),
        "revision": _l("Version"),
        "stage": _l("How far it is"),
        "state": _l("How it stands"),
        "taken_back_at": _l("Taken back on"),
        "to": _l("Who"),
        "told_at": _l("Told on"),
        "upto": _l("Up to version"),
        "versions": _l("How many versions"),
        "writers": _l("Who wrote them"),
        "written_at": _l("Written down on"),
        "written_by": _l("Written down by"),
    }
)


def row_title(entry: Entry) -> str:
    """Return the first day of a row, as people here count days; empty without one."""
    days = (_day(entry, name) for name in entry.values)
    return in_words("", next((day for day in days if day), ""))


def row_words(entry: Entry) -> str:
    """Return a row line by line; what leads from row to row says nothing on paper."""
    told = [
        f"{_called(name)}: {_said(entry, name, value)}"
        for name, value in entry.values.items()
        if value not in (None, "", []) and not _is_pointer(entry, name)
    ]
    told += [f"{name}: {text}" for name, text in facts(entry.words or {})]
    return "\n".join(told)


def _called(name: str) -> str:
    return str(_CALLED.get(name) or _(name.replace("_", " ").capitalize()))


def _said(entry: Entry, name: str, value: Any) -> str:
    display: Any = getattr(entry.row, f"get_{name}_display", None)
    return str(display()) if display else in_words(name, _day(entry, name) or value)


def _day(entry: Entry, name: str) -> str:
    raw = _raw(entry, name)
    if isinstance(raw, datetime):
        return local_date(raw).isoformat()
    return raw.isoformat() if isinstance(raw, date) else ""


def _is_pointer(entry: Entry, name: str) -> bool:
    # Members and wordings stand by their names in the values, and others by their ids.
    raw = _raw(entry, name)
    return isinstance(raw, UUID) and entry.values[name] == str(raw)


def _raw(entry: Entry, name: str) -> Any:
    return getattr(entry.row, f"{name}_id", None) or getattr(entry.row, name, None)
