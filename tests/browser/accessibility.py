"""What axe finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ]
}


_STILL = """async () => {
    await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    await Promise.all(document.getAnimations().map(one => one.finished));
}"""


def settle(page: Page) -> None:
    """Wait until nothing moves: a colour on its way to another is nobody's colour."""
    page.evaluate(_STILL)


def findings(page: Page) -> list[str]:
    """Return every violation with the element it is about."""
    settle(page)
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {n['html']}" for v in found for n in v["nodes"]]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def sticking_out(page: Page) -> list[str]:
    """Return the cards, lists and tables whose content is wider than they are."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.card, .rows, .figures, .table')]
            .filter(e => e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.className}: ${e.innerText.slice(0, 60)}`)"""
    )
