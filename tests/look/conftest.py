"""A real browser against the gallery, served without database or secrets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a running gallery."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.look.serve"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


# A module's own browser: Playwright's event loop, left running, would make Django
# refuse the database to the tests that follow.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, unless SKIP_BROWSER says to leave browser tests out."""
    chromium.demand()
    with chromium.launched() as launched:
        yield launched


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a path in a fresh browser context; fails the test on a broken CSP."""
    contexts = []
    refusals: list[str] = []

    def open_one(path: str, *, width: int = 360, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 740}, base_url=site, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                refusals.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert refusals == []
