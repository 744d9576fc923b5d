"""What axe finds on a page."""

from __future__ import annotations

import os
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
    ],
    "rules": {"color-contrast": {"enabled": False}},
}
EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
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
#: Contrast alone, of what is not of a kind that has passed: what has the tag, classes
#: and colours of another element, as have all that it stands in, looks just like it.
_CONTRAST = """async passed => {
    const known = new Set(passed), kinds = new Map();
    const digest = text => [...text].reduce(
        (sum, letter) => Math.imul(sum, 31) + letter.codePointAt() | 0, 7);
    const look = style => [style.color, style.backgroundColor, style.backgroundImage,
        style.opacity, style.fontSize, style.fontWeight];
    const kind = one => {
        if (one && !kinds.has(one)) kinds.set(one, digest([kind(one.parentElement),
            one.tagName, one.getAttribute('class'),
            ...look(getComputedStyle(one))].join()));
        return kinds.get(one);
    };
    // Axe passes over what nobody sees, and that would be asked about for ever.
    const clipped = one => one && (getComputedStyle(one).clipPath === 'inset(50%)'
        || clipped(one.parentElement));
    const says = one => one.matches(
        'input:not([type=radio], [type=checkbox]), select, textarea')
        || [...one.childNodes].some(it => it.nodeType === 3 && it.data.trim());
    const include = [...document.body.querySelectorAll('*')].filter(
        one => says(one) && one.checkVisibility() && !known.has(kind(one))
            && !clipped(one));
    if (!include.length) return [[], []];
    const found = await axe.run({include}, {
        runOnly: {type: 'rule', values: ['color-contrast']},
        elementRef: true, resultTypes: ['violations', 'passes'],
    });
    const nodes = those => those.flatMap(it => it.nodes);
    return [nodes(found.violations).map(it => `color-contrast: ${it.html}`),
        nodes(found.passes).map(it => kind(it.element))];
}"""


def settle(page: Page) -> None:
    """Wait until nothing moves: a colour on its way to another is nobody's colour."""
    page.evaluate(_STILL)


#: The kinds of elements whose contrast has passed in this process.
_passed: set[int] = set()


def findings(page: Page) -> list[str]:
    """Return every violation with the element it is about.

    The contrast of what looks just like something that has passed is not worked out
    again: it took two thirds of the time. With --exhaustive it is, on every page.
    """
    settle(page)
    # Half a megabyte: once for each page that is loaded.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    if EXHAUSTIVE:
        _passed.clear()
    pale, passed = page.evaluate(_CONTRAST, sorted(_passed))
    _passed.update(passed)
    found: list[str] = page.evaluate(_RUN, RULES)
    return found + pale


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
