"""Cells as a spreadsheet takes them: words and numbers, never a formula (S23)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TextIO

from defusedcsv import csv

#: What begins a formula, or once did, in some program or other.
_ACTIVE = frozenset("=+-@|%\N{MINUS SIGN}")
_QUOTES = frozenset("\"'`\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}")
#: Categories of what shows nothing: control and format characters, blanks.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


class Writer:
    """Writes lines of CSV in which no cell is run by whoever opens the file."""

    def __init__(self, out: TextIO) -> None:
        self._lines = csv.writer(out)

    def write(self, cells: Iterable[object]) -> None:
        """Write one line; numbers stay numbers."""
        self._lines.writerow([inert(cell) for cell in cells])


def inert(cell: object) -> object:
    """Return a cell that begins a formula behind an apostrophe; any other as it is.

    Programs trim a cell, take quotes off and know full-width signs before they look
    for a formula, so what is looked at here is the first sign that shows.
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if _is_active(cell) else cell


def _is_active(text: str) -> bool:
    if text[:1] in {"\t", "\r", "\n", "\0"}:
        return True
    seen = (
        sign
        for sign in text
        if sign not in _QUOTES and unicodedata.category(sign) not in _UNSEEN
    )
    first = unicodedata.normalize("NFKC", next(seen, ""))
    return first[:1] in _ACTIVE and bool(first)
