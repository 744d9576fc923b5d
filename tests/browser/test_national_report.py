from __future__ import annotations

import re
import time

import pytest

from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.visitor import Visitor

PDF = re.compile(r"\(PDF, .+\)")
BUILT_WITHIN_SECONDS = 60


def reloaded_until(visitor: Visitor, words: str) -> bool:
    """Look again and again, as somebody without JavaScript does."""
    give_up = time.monotonic() + BUILT_WITHIN_SECONDS
    while words not in visitor.text() and time.monotonic() < give_up:
        again = visitor.page.get_by_role("link", name="Check again")
        if again.count():
            again.click()
            visitor.page.wait_for_load_state()
        visitor.page.wait_for_timeout(200)
    return words in visitor.text()


@pytest.mark.req("UI-N2")
def test_progress_is_followed_and_the_report_released_without_javascript(
    visit: Visit, running: Product
) -> None:
    compiler = visit("compiler", script=False)
    compiler.open("/reports/")
    compiler.page.get_by_label("Quarter").select_option(index=0)
    with running.holding("reporting_cell"):
        compiler.press("Start the report")
        assert compiler.heading == "Building the report"
        compiler.follow("Check again")
        assert compiler.heading == "Building the report"
    assert reloaded_until(compiler, "This is a draft")
    page = compiler.path
    compiler.open(page + "release/")
    assert "You compiled this report" in compiler.text()

    releaser = visit("releaser", script=False)
    releaser.open(page + "release/")
    releaser.press("Release the report")

    assert reloaded_until(releaser, "(PDF, ")


@pytest.mark.req("UI-N2")
def test_the_page_shows_by_itself_what_has_become_ready(
    visit: Visit, running: Product
) -> None:
    compiler = visit("compiler")
    compiler.open("/reports/")
    compiler.page.get_by_label("Quarter").select_option(index=1)
    with running.holding("reporting_cell"):
        compiler.press("Start the report")
        compiler.page.wait_for_selector("#progress-step[role=status]")
    draft = compiler.page.get_by_text("This is a draft")
    draft.wait_for(timeout=BUILT_WITHIN_SECONDS * 1000)
    releaser = visit("releaser")
    releaser.open(compiler.path + "release/")

    with running.holding("reporting_reportfile"):
        releaser.press("Release the report")
        releaser.page.wait_for_selector("#progress-step[role=status]")
    file = releaser.page.get_by_role("link", name=PDF)
    file.wait_for(timeout=BUILT_WITHIN_SECONDS * 1000)

    with releaser.page.expect_download() as download:
        file.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_starting_a_quarter_twice_leads_to_the_report_that_is_there(
    visit: Visit,
) -> None:
    compiler, releaser = visit("compiler"), visit("releaser")
    for visitor in (compiler, releaser):
        visitor.open("/reports/")
        visitor.page.get_by_label("Quarter").select_option(index=2)
        visitor.press("Start the report")
        visitor.page.wait_for_selector("text=This is a draft", timeout=60_000)

    assert releaser.path == compiler.path
