"""How a page of the reference looks: its head, its tables, where it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
HOW = "./test tests/reference --rewrite-reference"


def page(title: str, says: str, parts: Iterable[str]) -> str:
    """Return a page: its title, how it is made, what it is about, its parts."""
    made = f"Generated, and compared by the tests: `{HOW}` writes it anew."
    return "\n\n".join([f"# {title}", made, says, *parts]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_in_cell, line))} |" for line in lines)


def _in_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
