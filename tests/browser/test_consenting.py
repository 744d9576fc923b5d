"""Asking for consent in the browser: signed by hand, or typed (CON-03)."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor


def at_one_of_his(worker: Visitor, part: str) -> str:
    """Open a part of the consents of one of the worker's people; return his page."""
    worker.open("/today/")
    worker.fill("Find one of your people", "Tāne")
    worker.press("Find")
    worker.follow("Tāne")
    person = worker.path
    worker.open(person + part)
    return person


def sign(worker: Visitor) -> None:
    """Draw two lines where he signs."""
    paper = worker.page.locator("canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    mouse = worker.page.mouse
    for height in (0.3, 0.6):
        mouse.move(box["x"] + 20, box["y"] + box["height"] * height)
        mouse.down()
        mouse.move(box["x"] + 120, box["y"] + box["height"] * (height + 0.2), steps=4)
        mouse.up()


@pytest.mark.req("CON-03")
def test_he_signs_on_the_screen(visit: Visit) -> None:
    worker = visit("worker", width=360, height=740)
    person = at_one_of_his(worker, "consent/supervision/give/")
    assert not worker.page.locator("canvas").is_visible()
    worker.choose("How he told you", "Signed on screen")
    sign(worker)
    worker.press("He says yes")

    worker.open(person + "consent/history/")

    drawn = worker.page.locator("svg path[d^='M']").first.get_attribute("d") or ""
    assert drawn.count("M") == 2
    assert drawn.count("L") >= 6


@pytest.mark.req("CON-03")
def test_what_is_cleared_is_not_kept(visit: Visit) -> None:
    worker = visit("worker", width=1280, height=900)
    at_one_of_his(worker, "consent/quotation/give/")
    worker.fill("The words, exactly as he approves them", "It helped")
    worker.choose("How he told you", "Signed on screen")
    sign(worker)
    worker.press("Clear")
    worker.press("He says yes")

    assert "Let him sign, or type his name below" in worker.text()


@pytest.mark.req("CON-03")
def test_without_javascript_he_types_his_name(visit: Visit) -> None:
    worker = visit("worker", afresh=True, script=False)
    at_one_of_his(worker, "consent/assessment/give/")
    worker.choose("How he told you", "Signed on screen")
    assert not worker.page.locator("canvas").is_visible()
    worker.fill("Or he types his name", "Tāne Rewi")
    worker.tap(worker.page.get_by_label("He typed it himself"))
    worker.press("He agrees anew")

    assert "Typed as his signature: Tāne Rewi." in worker.text()
