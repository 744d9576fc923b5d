"""A report on its way: one compiles it, another releases it, both download it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator

from tests.journey.conftest import NATIONAL, Journey
from tests.journey.walker import Walker

BUILT_WITHIN_MS = 60_000


def compiler(journey: Journey) -> Walker:
    """Return the one who compiles."""
    return journey.inside("national", NATIONAL, number=0)


def releaser(journey: Journey) -> Walker:
    """Return the one who releases."""
    return journey.inside("national", NATIONAL, number=1)


def compile_draft(journey: Journey, kind: str) -> None:
    """Start the report of a kind from its quarter's page, and wait for the draft."""
    staff = compiler(journey)
    staff.open("/reports/")
    staff.tap(staff.page.locator("a[href*='/reports/quarters/']").first)
    staff.tap(staff.page.get_by_role("button", name=re.compile(kind)))
    staff.page.wait_for_selector("text=This is a draft", timeout=BUILT_WITHIN_MS)
    journey.notes[kind] = staff.path


def release_draft(journey: Journey, kind: str) -> Locator:
    """Release it as the second person; return the link to its PDF."""
    second = releaser(journey)
    second.open(journey.notes[kind])
    second.follow("Check and release")
    second.press("Release the report")
    pdf = second.page.get_by_role("link", name=re.compile(r"\(PDF, .+\)"))
    pdf.wait_for(timeout=BUILT_WITHIN_MS)
    return pdf


def save(walker: Walker, link: Locator, file: Path) -> None:
    """Download what a link leads to."""
    with walker.page.expect_download() as download:
        link.click()
    download.value.save_as(file)
