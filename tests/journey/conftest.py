"""One walk through the whole product, told in the order of the files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.journey.ground import Ground
from tests.journey.walker import DESK, PHONE, Walker

#: Which organisation the journey is about, and another one.
HOME, ELSEWHERE = "kauri", "rimu"
NATIONAL = "msa"


class Journey:
    """Everybody who walks; each keeps his browser open until the end."""

    def __init__(self, browser: Browser, ground: Ground) -> None:
        self.browser = browser
        self.ground = ground
        self.walkers: dict[str, Walker] = {}
        #: What a later step has to know of an earlier one.
        self.notes: dict[str, str] = {}

    def walker(self, role: str, organisation: str = HOME, *, number: int = 0) -> Walker:
        """Return somebody with his browser; a peer worker holds a phone."""
        who = self.ground.sign_in(role, organisation, number=number)
        if who.email not in self.walkers:
            size = PHONE if role == "worker" else DESK
            self.walkers[who.email] = Walker(self.browser, self.ground, who, size)
        return self.walkers[who.email]

    def stranger(self, name: str) -> Walker:
        """Return somebody with a phone who has no account and never signs in."""
        if name not in self.walkers:
            self.walkers[name] = Walker(self.browser, self.ground, None, PHONE)
        return self.walkers[name]

    def inside(self, role: str, organisation: str = HOME, *, number: int = 0) -> Walker:
        """Return somebody who has signed in."""
        walker = self.walker(role, organisation, number=number)
        if walker.page.url == "about:blank":
            walker.enter()
        return walker


@pytest.fixture(scope="session")
def ground() -> Ground:
    """The product that runs, its database and its people."""
    return Ground()


@pytest.fixture(scope="session")
def journey(ground: Ground) -> Iterator[Journey]:
    """The walk, with one browser for all."""
    with chromium.launched() as browser:
        yield Journey(browser, ground)
