"""Walks over the pages of telling and reading without consent."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

_TOLD = (
    "On Thursday evening he said that he can’t keep his son safe this weekend. "
    "He asked us not to ring anybody. We believe the boy is at risk from Friday."
)


def pages_of_worker(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page of telling somebody; leave one entry that could not wait."""
    worker.open(person + "told/")
    yield "told/"
    worker.follow("Tell somebody")
    yield "told/new/"
    worker.press("Save")
    yield "told/new/ with errors"
    tell(worker, could_wait=True)
    yield "an entry that waits"
    worker.open(person + "told/new/")
    tell(worker, could_wait=False)
    yield "an entry that could not wait"
    worker.open(person + "told/")
    yield "told/ with entries"


def pages_of_manager(manager: Visitor) -> Iterator[str]:
    """Open every page of the register and of an emergency; see every notice first."""
    manager.open("/manage/")
    yield "/manage/ with what is new"
    while manager.page.get_by_role("button", name="I have seen it").count():
        manager.tap(manager.page.get_by_role("button", name="I have seen it").first)
    manager.open("/manage/without-consent/")
    manager.press("Go on")
    yield "/manage/without-consent/ with an error"
    manager.open("/manage/")
    manager.follow("Tāne")
    person = manager.path
    yield from _entries(manager, person)
    manager.open(person)
    manager.follow("Read in an emergency")
    yield "emergency/"
    manager.press("Open it for 30 minutes")
    yield "emergency/ with errors"
    manager.choose("What makes it an emergency", "He may harm himself")
    manager.fill(
        "What happened, and what you need to know",
        "His flatmate rang: he left without his phone. Whom can we reach?",
    )
    manager.press("Open it for 30 minutes")
    yield "a record open in an emergency"
    manager.open("/manage/without-consent/")
    yield "/manage/without-consent/"


def _entries(manager: Visitor, person: str) -> Iterator[str]:
    manager.open(person + "told/new/")
    yield "told/new/ of a manager alone"
    manager.open(person + "told/")
    entries = manager.page.locator("main a.row-title")
    for number in range(entries.count()):
        manager.tap(entries.nth(number))
        yield "an entry to decide or review"
        manager.open(person + "told/")


def tell(somebody: Visitor, *, could_wait: bool) -> None:
    """Fill in and send what is told."""
    somebody.choose("What allows it", "A child has to be protected")
    somebody.fill("Why, in this case", "He told me so himself, calmly and clearly.")
    somebody.fill("Who is told", "Ngaire Heronwood")
    somebody.fill("Where they work", "Oranga Tamariki, Ōtara office")
    somebody.fill("Exactly what is told", _TOLD)
    somebody.choose(
        "Can it wait for a manager?",
        "Yes: a manager approves it before anything is told"
        if could_wait
        else "No: it could not wait, and it has been told",
    )
    somebody.press("Save")
