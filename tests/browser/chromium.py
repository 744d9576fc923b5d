"""How every browser test finds and starts Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

PROGRAM = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def demand() -> None:
    """Skip a browser test where browsers were left out on purpose or there is none.

    `./test` installs Chromium or stops, so a skip is always somebody's own choice.
    """
    if os.environ.get("SKIP_BROWSER"):
        # Somebody who works on what no page shows runs the rest without a browser.
        pytest.skip("SKIP_BROWSER is set")
    if not PROGRAM:
        # Only under plain pytest: ./test would have installed one, or stopped.
        pytest.skip("no Chromium on this machine: set CHROMIUM_PATH")


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium inside the block.

    Its event loop makes Django refuse the database to this process meanwhile.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield browser
        browser.close()
