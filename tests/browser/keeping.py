"""Walks over the pages of how long records are kept, and of erasing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def pages_of_manager(manager: Visitor, person: str) -> Iterator[str]:
    """Open every page of keeping and erasing; leave a signed rule and no erasure."""
    manager.open("/manage/keeping/")
    yield "/manage/keeping/ without a rule"
    manager.follow("Sign a rule")
    yield "keeping/rule/"
    manager.press("Sign it")
    yield "keeping/rule/ with errors"
    manager.page.get_by_label("Nothing: no duty to keep it").check()
    manager.page.get_by_label("I have had this checked").check()
    manager.press("Sign it")
    yield "/manage/keeping/ with what is due"
    manager.follow("Open his record again")
    yield "keeping/come-back/"
    manager.press("Open it again")
    yield "keeping/come-back/ with errors"
    yield from _letting_go(manager)
    yield from _one_record(manager, person)
    yield from _erasure(manager, person)


def _letting_go(manager: Visitor) -> Iterator[str]:
    """Decide what was asked of somebody's earlier words."""
    manager.open("/manage/let-go/")
    yield "let-go/"
    asked = manager.page.get_by_role("link", name="Petera")
    if not asked.count():
        return
    manager.tap(asked.first)
    page = manager.path
    yield "let-go/ of one part"
    manager.follow("Petera")
    yield "person with earlier words to decide"
    manager.open(page)
    manager.press("They stay")
    yield "let-go/ decided"
    manager.open("/manage/let-go/")
    yield "let-go/ with what was decided"


def _one_record(manager: Visitor, person: str) -> Iterator[str]:
    manager.open(f"{person}keeping/")
    yield "keeping/ of one person"
    manager.press("Put it on hold")
    yield "keeping/ with an error"
    manager.page.get_by_label("A complaint is not settled").check()
    manager.press("Put it on hold")
    yield "keeping/ on hold"
    manager.press("Lift the hold")
    yield "keeping/ no longer on hold"


def _erasure(manager: Visitor, person: str) -> Iterator[str]:
    manager.open(f"{person}keeping/")
    if not manager.page.get_by_role("button", name="Ask for the erasure").count():
        return
    manager.page.get_by_label("He asked for it").check()
    manager.press("Ask for the erasure")
    yield "an erasure that waits for a second person"
    manager.open("/manage/keeping/")
    yield "/manage/keeping/ with an erasure"
    manager.open(f"{person}keeping/")
    yield "keeping/ with an erasure under way"
    manager.tap(manager.page.locator("section[aria-labelledby=erasure] a"))
    manager.press("Stop it")
    yield "an erasure that was stopped"
