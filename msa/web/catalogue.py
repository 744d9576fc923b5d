"""The te reo Māori catalogue: strings with a note of who has confirmed them.

Outside the demo only reviewed strings are used; the rest falls back to English.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MAGIC = 0x950412DE
HEADER_BYTES = 28
ENTRY_BYTES = 8


class UnmarkedEntry(ValueError):
    """A string of the catalogue does not say whether it was reviewed."""


@dataclass(frozen=True)
class Entry:
    """One string: English, te reo Māori, and whether a speaker has confirmed it."""

    english: str
    te_reo: str
    is_reviewed: bool


def read_catalogue(path: Path) -> list[Entry]:
    """Read a .po file of plain entries, the header among them.

    Raises: UnmarkedEntry for one without the comment `reviewed: yes` or `reviewed: no`.
    """
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [_entry(block) for block in blocks]


def compile_entries(entries: Iterable[Entry]) -> bytes:
    """Return the .mo file that gettext reads, the same bytes for the same entries."""
    pairs = sorted((e.english.encode(), e.te_reo.encode()) for e in entries)
    ids_at = HEADER_BYTES
    texts_at = ids_at + ENTRY_BYTES * len(pairs)
    place = texts_at + ENTRY_BYTES * len(pairs)
    tables, strings = [], []
    for column in (0, 1):
        for pair in pairs:
            text = pair[column]
            tables.append(struct.pack("<II", len(text), place))
            strings.append(text + b"\0")
            place += len(text) + 1
    head = struct.pack("<7I", MAGIC, 0, len(pairs), ids_at, texts_at, 0, texts_at)
    return head + b"".join(tables) + b"".join(strings)


def _entry(block: str) -> Entry:
    lines = block.splitlines()
    english = _text(lines, "msgid")
    notes = [line for line in lines if line.startswith("#")]
    marks = [note.partition("reviewed:")[2].strip() for note in notes]
    mark = next((m for m in marks if m in {"yes", "no"}), "")
    if english and not mark:
        raise UnmarkedEntry(english)
    return Entry(english, _text(lines, "msgstr"), is_reviewed=mark != "no")


def _text(lines: list[str], keyword: str) -> str:
    """Join the quoted pieces that follow a keyword."""
    pieces: list[str] = []
    is_inside = False
    for line in lines:
        if line.startswith(f"{keyword} "):
            is_inside = True
            line = line[len(keyword) + 1 :]
        elif not line.startswith('"'):
            is_inside = False
        if is_inside:
            pieces.append(ast.literal_eval(line))
    return "".join(pieces)
