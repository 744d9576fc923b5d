"""Walks over what is set apart, how support goes on, and who may come to groups."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

_TOLD = (
    "He said that he hurt his cousin when he was sixteen and she was nine. He has told "
    "nobody before. He wants to know what he can do now."
)
_CONDITIONS = (
    "One-to-one in the office, on days when two of us are here. He sees a "
    "counsellor as well, and we talk again in three months."
)


def pages_of_worker(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page as his peer worker; leave support waiting for a manager."""
    worker.open(f"{person}groups/")
    yield "groups/ not cleared"
    worker.press("Ask a manager to clear him")
    yield "groups/ asked"
    worker.open(f"{person}support/")
    yield "support/ where nothing waits"
    worker.open(f"{person}set-apart/")
    yield "set-apart/"
    worker.press("Open it")
    yield "set-apart/ opened, empty"
    worker.press("Save")
    yield "set-apart/ with errors"
    worker.fill("What he told", _TOLD)
    worker.press("Save")
    yield "support/ that waits"
    worker.open(f"{person}set-apart/")
    worker.press("Open it")
    yield "set-apart/ opened"
    worker.open(person)
    yield "person whose support waits"


def pages_of_manager(manager: Visitor, person: str) -> Iterator[str]:
    """Open every page as a manager, and decide what waits."""
    manager.open("/manage/to-decide/")
    yield "/manage/to-decide/"
    manager.open(f"{person}set-apart/")
    yield "set-apart/"
    manager.press("Open it")
    yield "set-apart/ opened"
    manager.open(f"{person}groups/")
    yield "groups/ to answer"
    manager.press("Not now")
    manager.press("He may come to groups")
    yield "groups/ cleared or not"
    manager.open(f"{person}support/")
    manager.press("Save")
    yield "support/ with errors"
    manager.choose("How support goes on", "It goes ahead, with conditions")
    manager.fill("On which conditions, or who helps him instead", _CONDITIONS)
    manager.press("Save")
    yield "support/ decided"
