from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.accessibility import findings, sideways
from tests.browser.conftest import Visit

pytestmark = pytest.mark.req("REP-09")


@pytest.mark.req("S21")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_description_is_drawn_under_the_policy_of_every_page(
    visit: Visit, width: int
) -> None:
    # A fault of the console or a request to another host fails the test.
    staff = visit("compiler", width=width)
    staff.open("/api/docs/")
    staff.page.wait_for_selector(".opblock")
    shown = staff.page.locator(".opblock").count()
    first = staff.page.locator("#operations-reports-list_reports")
    first.locator("button").first.click()
    first.get_by_role("button", name="Try it out").click()
    first.locator("select").first.wait_for()

    assert shown == 8
    assert sideways(staff.page) <= 0


def test_somebody_without_a_sign_in_reads_the_description(visit: Visit) -> None:
    stranger = visit("compiler", afresh=True)
    stranger.context.clear_cookies()
    stranger.open("/api/docs/problems/")

    assert "What each problem means" in stranger.heading
    assert "Sign out" not in stranger.text()
    assert findings(stranger.page) == []


def test_the_description_can_be_tried_with_a_secret(visit: Visit) -> None:
    staff = visit("compiler", width=1280)
    staff.open("/funders/new/")
    staff.fill("Funder and program", f"Tried in a browser {time.time()}")
    staff.fill("Last day", time.strftime("%d/%m/%Y", time.gmtime(time.time() + 9e6)))
    staff.press("Give access")
    name, secret = staff.page.locator("code.secret").all_inner_texts()
    staff.open("/api/docs/")
    staff.page.locator("button.authorize").first.click()
    dialogue = staff.page.locator(".auth-container")
    dialogue.locator("input[type=text]").first.fill(name)
    dialogue.locator("input[type=password]").first.fill(secret)
    staff.page.locator(".auth-btn-wrapper button.authorize").click()
    staff.page.get_by_role("heading", name="Authorized").wait_for()
    staff.page.locator(".btn-done").click()
    block = staff.page.locator("#operations-definitions-list_definitions")
    block.locator("button").first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table").wait_for()

    assert "Fewer than 10" in block.inner_text()


def test_the_pages_of_an_access(visit: Visit, tmp_path: Path) -> None:
    for width in (360, 1280):
        staff = visit("compiler", width=width)
        for scheme in ("light", "dark"):
            staff.page.emulate_media(color_scheme=scheme)
            staff.open("/funders/new/")
            staff.press("Give access")
            faults = findings(staff.page)
            staff.fill("Funder and program", f"Ministry {width} {scheme} {time.time()}")
            day = time.strftime("%d/%m/%Y", time.gmtime(time.time() + 9e6))
            staff.fill("Last day", day)
            staff.press("Give access")
            faults += findings(staff.page)
            staff.page.screenshot(path=tmp_path / f"given-{width}.png", full_page=True)
            staff.follow("I have passed it on")
            faults += findings(staff.page)
            staff.page.screenshot(path=tmp_path / f"one-{width}.png", full_page=True)
            staff.open("/funders/")
            faults += findings(staff.page)
            staff.page.screenshot(path=tmp_path / f"all-{width}.png", full_page=True)

            assert faults == []
            assert sideways(staff.page) <= 0
