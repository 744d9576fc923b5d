"""Walks over the settings of an organisation's forms."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def every_page(manager: Visitor) -> Iterator[str]:
    """Open every page, hide a field, and give another a name that is too long."""
    manager.open("/manage/forms/")
    yield "/manage/forms/"
    manager.follow("What brings him here")
    manager.tap(manager.page.get_by_role("button", name="Hide").last)
    yield "/manage/forms/issues/ with a hidden field"
    manager.tap(manager.page.get_by_role("link", name="Rename").first)
    manager.fill("What you call it", "a" * 61)
    manager.press("Save")
    yield "rename a field, with an error"
