"""A check-in at a browser: what the worker does for it, and the survivor at it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

#: Statements, and two questions in his own words.
QUESTIONS = 21
STATEMENTS = 19
ANSWERS = (
    "Not at all true",
    "A little true",
    "Partly true",
    "Mostly true",
    "Very true",
    "I’d rather not say",
)


def open_check_ins(worker: Visitor, name: str) -> str:
    """Open somebody's check-ins from Today; return their address."""
    worker.open("/today/")
    worker.follow(name)
    worker.follow("Check-ins")
    return worker.path


def hand_over(worker: Visitor) -> None:
    """Lock the device and hand it over, once what it keeps is taken off it."""
    worker.press("Lock and hand over")
    worker.page.wait_for_url("**/check-in/**")


def code_shown(worker: Visitor) -> str:
    """Return the code on the screen."""
    return worker.page.locator(".room-code").inner_text().replace(" ", "").strip()


def enter(survivor: Visitor, code: str) -> None:
    """Go in by a code."""
    survivor.open("/check-in/")
    survivor.fill("Your code", code)
    survivor.press("Go on")


def say(survivor: Visitor, answer: str) -> None:
    """Tap an answer, or leave it, and go on."""
    if answer:
        words = survivor.page.get_by_text(answer, exact=True)
        survivor.tap(survivor.page.locator("label.chip").filter(has=words))
    survivor.press("Continue")


def answer_all(survivor: Visitor, answers: tuple[str, ...] = ANSWERS) -> None:
    """Answer from the first question to the look over."""
    for number in range(STATEMENTS):
        say(survivor, answers[number % len(answers)])
    for words in ("Being heard", ""):
        survivor.page.locator("textarea").fill(words)
        survivor.press("Continue")


def finish(survivor: Visitor, *, yes: bool = False) -> None:
    """Say yes or nothing to the two choices, and finish."""
    if yes:
        for label in survivor.page.locator("form label.chip", has_text="Yes").all():
            survivor.tap(label)
    survivor.press("Finish")


def worker_pages(worker: Visitor) -> Iterator[str]:
    """Open a worker's pages about check-ins in turn; yield the name of each."""
    worker.open("/check-ins/?state=NOT_YET")
    yield "check-ins of all"
    check_ins = open_check_ins(worker, "Petera")
    yield "check-ins"
    worker.press("Make a link")
    yield "link"
    for part in ("paper/", "not-now/", "then-and-now/"):
        worker.open(check_ins + part)
        yield f"check-in {part}"
    worker.open(check_ins)
    worker.press("Show a code")
    yield "code to show"


def survivor_pages(survivor: Visitor, code: str) -> Iterator[str]:
    """Walk through a whole check-in; yield the name of each kind of page."""
    survivor.open("/check-in/")
    yield "enter a code"
    enter(survivor, "CCCCCC")
    yield "nothing to open"
    enter(survivor, code)
    yield "before you start"
    survivor.follow("Start")
    for number in range(1, STATEMENTS + 1):
        if number in {1, 6, STATEMENTS}:
            yield f"question {number}"
        say(survivor, ANSWERS[number % len(ANSWERS)])
    yield "in his words"
    survivor.page.locator("textarea").fill("Being heard")
    survivor.press("Continue")
    survivor.press("Continue")
    yield "answers"
    if survivor.page.get_by_role("link", name="See then and now").count():
        survivor.follow("See then and now")
        yield "then and now"
        survivor.open("/check-in/answers/")
    finish(survivor, yes=True)
    yield "thanks"
    survivor.open("/check-in/stopped/")
    yield "stopped"


def every_page(worker: Visitor) -> Iterator[str]:
    """Open every page of check-ins in one browser, then and now included."""
    yield from worker_pages(worker)
    yield from survivor_pages(worker, code_shown(worker))
    check_ins = open_check_ins(worker, "Petera")
    worker.press("Show a code")
    yield from survivor_pages(worker, code_shown(worker))
    worker.open(check_ins)
    yield "check-ins that took place"
    worker.tap(worker.page.locator(".rows a.row-title").first)
    yield "one check-in"
    worker.open(check_ins + "then-and-now/")
    yield "his then and now"
