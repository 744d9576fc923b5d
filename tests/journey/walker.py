"""Somebody on the journey: what each step shows is checked and pictured."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator

from tests.browser.accessibility import findings, settle, sideways, sticking_out
from tests.browser.visitor import Visitor
from tests.journey.ground import Ground, SignIn

PHONE = (360, 740)
DESK = (1280, 900)
SCHEMES = ("light", "dark")
#: How long somebody takes to find the next thing to tap, and to type a letter.
TO_FIND_MS = 1500
TO_TYPE_MS = 90


class Walker(Visitor):
    """A visitor with the name and the window of one actor of the journey."""

    def __init__(
        self,
        browser: Browser,
        ground: Ground,
        who: SignIn | None,
        size: tuple[int, int],
    ) -> None:
        on_national = who is not None and who.site == "national"
        site = ground.national if on_national else ground.casework
        super().__init__(browser, site, width=size[0], height=size[1])
        self.who = who
        self.size = size
        self.pictures = ground.out / "screenshots"
        self.pictures.mkdir(exist_ok=True)
        self._at_human_speed = False
        self.seconds = 0.0

    def enter(self) -> None:
        """Sign in with password and one-time code."""
        self.sign_in(self.who.email, self.who.password, self.who.app)

    def picture(self, step: str) -> None:
        """Picture the page at both widths in both schemes, and check each.

        Fails when axe finds anything in either scheme, when the page scrolls sideways,
        or when anything sticks out of its card.
        """
        self.page.evaluate("scrollTo(0, 0)")
        for size in (PHONE, DESK):
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            assert sideways(self.page) <= 0, f"{step} scrolls sideways at {size[0]}"
            assert sticking_out(self.page) == [], f"{step} at {size[0]}"
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                settle(self.page)
                name = f"{step}-{size[0]}-{scheme}.png"
                self.page.screenshot(path=self.pictures / name, full_page=True)
                # One scheme on each width; the browser tests hold all four.
                if (size == PHONE) == (scheme == "light"):
                    assert findings(self.page) == [], name
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})

    @contextmanager
    def at_human_speed(self) -> Iterator[None]:
        """Find and type as slowly as a person; adds the time to ``seconds``."""
        self._at_human_speed, began = True, time.monotonic()
        yield
        self._at_human_speed = False
        self.seconds += time.monotonic() - began

    def tap(self, control: Locator) -> None:
        if self._at_human_speed:
            self.page.wait_for_timeout(TO_FIND_MS)
        super().tap(control)

    def fill(self, label: str, text: str) -> None:
        if not self._at_human_speed:
            super().fill(label, text)
            return
        self.interactions += 1
        self.page.wait_for_timeout(TO_FIND_MS)
        field = self.page.get_by_label(label, exact=True)
        field.press_sequentially(text, delay=TO_TYPE_MS)
