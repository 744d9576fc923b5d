"""Reading figures where a reader reads them: on the page and in the PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_WORDS = {"c": "c", "few": "fewer than 10", "z": "z"}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table as a reader finds it: what it is about, and its figures."""

    title: str
    label: str
    figures: tuple[str, ...]


def released(report: dict[str, Any], titles: dict[str, str]) -> Iterator[Place]:
    """Return the rows of released cells, written as a report writes them."""
    rows: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for cell in report["cells"]:
        place = (cell["table"], cell["row"])
        rows.setdefault(place, (cell["label"], []))[1].append(_written(cell))
    for (table, _), (label, figures) in rows.items():
        yield Place(titles[table], label, tuple(figures))


def on_page(page: Page) -> set[Place]:
    """Return every row of every table of the report's page."""
    rows = page.locator(".report-part").evaluate_all(
        """parts => parts.flatMap(part => [...part.querySelectorAll('tr')]
            .filter(row => row.querySelector('td'))
            .map(row => [part.querySelector('h3').textContent,
                         row.querySelector('th').textContent,
                         [...row.querySelectorAll('td')].map(d => d.textContent)]))"""
    )
    return {
        Place(_plain(title), _plain(label), tuple(map(_plain, figures)))
        for title, label, figures in rows
    }


def pdf_text(file: Path) -> str:
    """Return the text of a PDF in reading order, with single spaces."""
    ran = subprocess.run(
        ["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True
    )
    return _plain(ran.stdout)


def missing_in_text(places: Iterator[Place], text: str) -> list[Place]:
    """Return the rows that do not stand in a text, label and figures side by side."""
    return [
        place for place in places if " ".join([place.label, *place.figures]) not in text
    ]


def _written(cell: dict[str, Any]) -> str:
    value = cell["value"]
    return f"{value:,}" if value is not None else _WORDS[cell["status"]]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
