from __future__ import annotations

import pytest

from tests.browser import check_ins
from tests.browser.accessibility import findings
from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.visitor import Visitor

HIS_WORDS = "The tui at the gate"
LOWEST_ANSWER = """() => Math.max(...[...document.querySelectorAll('.chip-face')]
    .map(face => face.getBoundingClientRect().bottom))"""
KEPT = """async () => [
    localStorage.length, sessionStorage.length, (await caches.keys()).length,
    (await indexedDB.databases()).length,
    (await navigator.serviceWorker.getRegistrations()).length]"""


def code_for(visit: Visit, name: str) -> str:
    worker = visit("worker")
    check_ins.open_check_ins(worker, name)
    worker.press("Show a code")
    return check_ins.code_shown(worker)


def seen_going_back(visitor: Visitor, times: int) -> str:
    seen = ""
    for _ in range(times):
        visitor.page.go_back()
        seen += visitor.text() + visitor.page.content()
    return seen


@pytest.mark.req("UI-V1", "UI-A5")
def test_every_statement_fits_a_small_phone_with_all_its_answers(visit: Visit) -> None:
    survivor = visit(width=360, height=640)
    check_ins.enter(survivor, code_for(visit, "Matiu"))
    survivor.follow("Start")
    lowest = []

    for _ in range(check_ins.STATEMENTS):
        assert survivor.page.locator("label.chip").count() == 6
        lowest.append(survivor.page.evaluate(LOWEST_ANSWER))
        check_ins.say(survivor, "")

    assert max(lowest) <= 640


@pytest.mark.req("UI-V8", "ASM-01", "UI-A7")
def test_a_check_in_is_short_and_needs_no_script(visit: Visit) -> None:
    survivor = visit(script=False)
    check_ins.enter(survivor, code_for(visit, "Matiu"))
    survivor.follow("Start")
    survivor.interactions = 0

    check_ins.answer_all(survivor)
    check_ins.finish(survivor)

    assert "Thank you" in survivor.heading
    # A tap to answer and one to go on: two seconds each are a minute and a half.
    assert survivor.interactions <= 2 * check_ins.QUESTIONS + 1


@pytest.mark.req("UI-V2")
def test_a_tab_closed_at_question_five_opens_there_again(visit: Visit) -> None:
    code = code_for(visit, "Matiu")
    survivor = visit()
    check_ins.enter(survivor, code)
    survivor.follow("Start")
    for _ in range(4):
        check_ins.say(survivor, "Partly true")
    survivor.page.close()

    again = visit()
    check_ins.enter(again, code)

    assert again.path == "/check-in/question/5/"


@pytest.mark.req("L06", "UI-S7")
def test_nothing_stays_in_the_browser_after_finishing(visit: Visit) -> None:
    survivor = visit()
    check_ins.enter(survivor, code_for(visit, "Matiu"))
    survivor.follow("Start")
    for _ in range(check_ins.STATEMENTS):
        check_ins.say(survivor, "Very true")
    for _ in range(2):
        survivor.page.locator("textarea").fill(HIS_WORDS)
        survivor.press("Continue")
    assert HIS_WORDS in survivor.text()

    check_ins.finish(survivor)
    survivor.page.reload()
    after = survivor.page.content() + seen_going_back(survivor, 5)

    assert HIS_WORDS not in after
    assert "checked" not in after
    assert survivor.page.evaluate(KEPT) == [0, 0, 0, 0, 0]
    kept = {cookie["name"].rpartition("-")[2] for cookie in survivor.context.cookies()}
    assert kept <= {"csrf"}


@pytest.mark.req("UI-S4", "L06")
@pytest.mark.parametrize("script", [True, False])
def test_leaving_quickly_leads_away_and_back_stays_away(
    visit: Visit, script: bool
) -> None:
    survivor = visit(script=script)
    check_ins.enter(survivor, code_for(visit, "Matiu"))
    survivor.follow("Start")
    check_ins.say(survivor, "Partly true")

    survivor.follow("Leave quickly")
    survivor.page.wait_for_url("**/neutral")
    titles = []
    for _ in range(2):
        survivor.page.go_back()
        titles.append(survivor.page.title())

    assert titles == ["Weather words"] * 2


def handed(visit: Visit) -> Visitor:
    """Return a worker's device that he has handed over."""
    device = visit("worker", afresh=True)
    check_ins.open_check_ins(device, "Matiu")
    check_ins.hand_over(device)
    return device


@pytest.mark.req("UI-V5", "ASM-03")
def test_a_handed_over_device_shows_the_check_in_and_nothing_else(
    visit: Visit,
) -> None:
    device = handed(visit)
    assert "Before you start" in device.heading

    back = seen_going_back(device, 2)
    device.open("/today/")

    assert "Matiu" not in back
    assert device.heading == "Please hand it back"
    assert findings(device.page) == []
    device.follow("Not done yet: go on")
    assert "Before you start" in device.heading


@pytest.mark.req("UI-V5", "L06")
def test_a_device_that_comes_back_shows_no_answers(
    visit: Visit, running: Product
) -> None:
    device = handed(visit)
    device.follow("Start")
    for _ in range(check_ins.STATEMENTS):
        check_ins.say(device, "Very true")
    for _ in range(2):
        device.page.locator("textarea").fill(HIS_WORDS)
        device.press("Continue")
    check_ins.finish(device)
    assert "hand the device back" in device.text()

    back = seen_going_back(device, 4)
    device.open("/today/")
    device.give_lock_code(running.apps["worker"].next_code())

    assert HIS_WORDS not in back
    assert "checked" not in back
    assert device.heading == "Check-ins"
    assert HIS_WORDS not in seen_going_back(device, 4)


@pytest.mark.req("L09", "UI-S6")
def test_a_link_asks_nobody_else_for_anything(visit: Visit) -> None:
    worker = visit("worker")
    check_ins.open_check_ins(worker, "Matiu")
    worker.press("Make a link")
    link = worker.page.locator(".copied").inner_text().split()[-1]
    survivor = visit()
    asked: list[str] = []
    survivor.context.on("request", lambda request: asked.append(request.url))

    survivor.page.goto(link)
    survivor.press("Go on")

    assert survivor.path == "/check-in/begin/"
    assert [url for url in asked if not url.startswith(survivor.site)] == []
