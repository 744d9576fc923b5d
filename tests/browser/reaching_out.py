"""A walk over the pages of workshops and outreach, as a peer worker and a manager."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def every_page(somebody: Visitor, base: str = "/outreach/") -> Iterator[str]:
    """Open every kind of page of outreach in turn; yield its name."""
    somebody.open(f"{base}new/")
    yield f"{base}new/"
    somebody.press("Save")
    yield f"{base}new/ with an error"
    somebody.fill("What it was called or about", "Te whare tapa whā, a day together")
    somebody.fill("Professionals (optional)", "3")
    somebody.press("Save")
    yield base
    somebody.follow("Te whare tapa whā, a day together")
    yield "a workshop"
    one = somebody.path
    somebody.follow("Correct it")
    yield "a workshop corrected"
    somebody.open(one)
    somebody.press("Take it back")
    somebody.open(one)
    yield "a workshop taken back"
