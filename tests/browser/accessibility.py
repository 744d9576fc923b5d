"""What axe finds on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
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
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_STILL = """async () => {
    await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    // What stands in a closed section is not drawn, and its colours never get anywhere.
    const moving = document.getAnimations().filter(
        one => one.effect.target.checkVisibility());
    await Promise.all(moving.map(one => one.finished));
}"""
_RUN = """async rules => {
    const found = await axe.run(document, {...rules, resultTypes: ['violations']});
    return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`));
}"""


def settle(page: Page) -> None:
    """Wait until nothing moves: a colour on its way to another is nobody's colour."""
    page.evaluate(_STILL)


def findings(page: Page) -> list[str]:
    """Return every violation with the element it is about."""
    settle(page)
    # Half a megabyte: once for each page that is loaded.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, RULES)
    return found


def findings_in(page: Page, schemes: Sequence[Scheme] = SCHEMES) -> list[str]:
    """Return what is wrong in these colours, each with its scheme."""
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {it}" for it in findings(page)]
    return found


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
