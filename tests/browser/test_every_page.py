from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest

from tests.browser.accessibility import Scheme, findings_in, sideways, sticking_out
from tests.browser.conftest import Visit
from tests.browser.seeding import NAMES
from tests.browser.visitor import Visitor
from tests.browser.walks import WALKS

PHONE, DESK = (360, 740), (1280, 900)


def _schemes(size: tuple[int, int], turn: int) -> tuple[Scheme, ...]:
    """Return the colours to look at in a size, unless everything is asked for.

    Each page is looked at on a phone in light, and each third one at a desk in dark:
    components are looked at in both at either width by themselves (tests/look).
    """
    if os.environ.get("MSA_EXHAUSTIVE") == "1":
        return ("light", "dark")
    if size == PHONE:
        return ("light",)
    return ("dark",) if turn % 3 == 0 else ()


@dataclass
class Seen:
    """What was seen on one walk over every page of a role."""

    pages: int = 0
    shown: str = ""
    told: str = ""
    faults: dict[tuple[int, int], list[str]] = field(
        default_factory=lambda: {PHONE: [], DESK: []}
    )

    def look(self, visitor: Visitor, name: str) -> None:
        """Note what the open page says, and what is wrong with it at either size."""
        page = visitor.page
        self.pages += 1
        self.shown += visitor.text().casefold()
        self.told += f"{page.title()} {unquote(page.url)} ".casefold()
        for size in (DESK, PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            # What an error's focus scrolled half under the top is not too small.
            page.evaluate("scrollTo(0, 0)")
            wrong = ["it scrolls sideways"] if sideways(page) > 0 else []
            wrong += sticking_out(page) + findings_in(page, _schemes(size, self.pages))
            self.faults[size] += [f"{name}: {it}" for it in wrong]


_seen: dict[str, Seen] = {}


@pytest.fixture
def walked(visit: Visit, part: str) -> Seen:
    """What was seen on the walk over a role's pages, which is walked once."""
    if part not in _seen:
        visitor, seen = visit(part, width=PHONE[0], height=PHONE[1]), Seen()
        for name in WALKS[part](visitor):
            seen.look(visitor, name)
        _seen[part] = seen
    return _seen[part]


@pytest.mark.req("UI-A1", "UI-A5")
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("part", WALKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    walked: Seen, size: tuple[int, int]
) -> None:
    assert walked.pages
    assert walked.faults[size] == []


@pytest.mark.req("UI-W12")
@pytest.mark.parametrize("part", ["worker", "manager"])
def test_no_title_or_address_holds_a_name(walked: Seen) -> None:
    # Parts of names, in the plainest spelling that could slip into an address.
    names = {word.casefold() for name in NAMES for word in name.split()}

    assert any(name in walked.shown for name in names)
    assert [name for name in names if name in walked.told] == []
