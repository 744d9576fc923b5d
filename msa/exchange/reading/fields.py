"""Take the cells of a row for what they mean, or say which cell is at fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from msa.exchange.reading import cells
from msa.exchange.reading.cells import NotReadable, fold
from msa.exchange.reading.problems import Cause, CellRefused
from msa.exchange.reading.tables import Row

Value = TypeVar("Value")

_BETWEEN_PARTS = re.compile(r"[;\n]")


# A long export repeats the same dates and hours; birth dates are not remembered.
@lru_cache(maxsize=8192)
def _event_date(text: str, today: date) -> date:
    return cells.event_date(text, today=today)


_minutes = lru_cache(maxsize=1024)(cells.minutes)


class Lookup(Generic[Value]):
    """A table of the mapping, whose words are found however they are spelled."""

    def __init__(self, table: Mapping[str, Value]) -> None:
        self._found = {fold(word): (word, value) for word, value in table.items()}

    def find(self, text: str) -> tuple[str, Value] | None:
        """Give the word as the mapping spells it and its value, if it is known."""
        return self._found.get(fold(text))


def optional_event_date(row: Row, field: str, *, today: date) -> date | None:
    """Give the date in a cell, None where the cell is empty.

    Raises:
        CellRefused: the cell is not a date that can have been.
    """
    text = row.text(field)
    return None if not text else _taken(field, lambda: _event_date(text, today))


def event_date(row: Row, field: str, *, today: date) -> date:
    """Give the date in a cell that must have one.

    Raises:
        CellRefused: the cell is empty, or not a date that can have been.
    """
    text = row.needed(field)
    return _taken(field, lambda: _event_date(text, today))


def optional_birth_date(row: Row, field: str, *, today: date) -> date | None:
    """Give the date of birth in a cell, None where the cell is empty.

    Raises:
        CellRefused: the cell is not a date on which somebody can have been born.
    """
    text = row.text(field)
    if not text:
        return None
    return _taken(field, lambda: cells.birth_date(text, today=today))


def minutes(row: Row, field: str) -> int:
    """Give the hours in a cell as minutes.

    Raises:
        CellRefused: the cell is empty, not hours, negative, or more than a day.
    """
    text = row.needed(field)
    return _taken(field, lambda: _minutes(text))


def optional_minutes(row: Row, field: str) -> int:
    """Give the hours in a cell as minutes, none where the cell is empty.

    Raises:
        CellRefused: the cell is not hours, negative, or more than a day.
    """
    return minutes(row, field) if row.text(field) else 0


def known(
    row: Row, field: str, lookup: Lookup[Value], cause: Cause
) -> tuple[str, Value]:
    """Give what the mapping says to the cell, with the mapping's own spelling.

    Raises:
        CellRefused: the cell is empty, or, with `cause`, not in the mapping.
    """
    found = lookup.find(row.needed(field))
    if found is None:
        raise CellRefused(cause, field)
    return found


def yes_or_no(
    row: Row, field: str, *, yes: Iterable[str], no: Iterable[str]
) -> bool | None:
    """Give the answer in a cell, None where the cell is empty.

    Raises:
        CellRefused: it is neither a yes nor a no.
    """
    answer = fold(row.text(field))
    if not answer:
        return None
    said_yes = answer in map(fold, yes)
    if not said_yes and answer not in map(fold, no):
        # It may be a condition that keeps somebody safe: it must not get lost.
        raise CellRefused(Cause.UNKNOWN_VALUE, field)
    return said_yes


def parts(row: Row, field: str) -> tuple[str, ...]:
    """Give what a cell lists, one by one, each once."""
    split = _BETWEEN_PARTS.split(row.prose(field))
    return _distinct(cells.line(part) for part in split)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _taken(field: str, read: Callable[[], Value]) -> Value:
    try:
        return read()
    except NotReadable as fault:
        raise CellRefused(fault.cause, field) from None
