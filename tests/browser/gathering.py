"""Walks over peer groups: made by a manager, run by a peer worker on a phone."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

_INVITED = "Rāwiri-James"
_AGREED = "What is said here stays here. Nobody has to speak."


def pages_of_manager(manager: Visitor) -> Iterator[str]:
    """Make a group for the peer worker, and open every page of it."""
    manager.open("/manage/groups/")
    yield "/manage/groups/"
    manager.follow("Make a group")
    manager.press("Make the group")
    yield "groups/new/ with errors"
    manager.fill("What the group is called", "Saturday morning")
    manager.fill("Where it meets", "The room above the library")
    manager.fill("When it meets", "Every second Thursday at 6 pm")
    manager.fill("What the group agrees on", _AGREED)
    manager.press("Make the group")
    group = manager.path
    yield "a group, run by nobody yet"
    manager.open("/manage/groups/")
    manager.follow("Thursday evening")
    yield "a group"
    manager.follow(_INVITED)
    yield "a group, somebody invited"
    manager.press("He accepts it and joins")
    manager.follow(_INVITED)
    manager.fill("When", "1 1 2000")
    manager.press("Note it")
    yield "a group, somebody who leaves, with an error"
    manager.open(f"{group}change/")
    yield "a group, where and when"
    manager.open(f"{group}agree/")
    yield "a group, another version"


def pages_of_worker(worker: Visitor) -> Iterator[str]:
    """Open every page of a group that the peer worker runs, and log a meeting."""
    worker.open("/today/")
    worker.follow("Log a meeting of Thursday evening")
    yield "groups/ a meeting"
    worker.fill("How long, in minutes", "0")
    worker.press("Save")
    yield "groups/ a meeting with errors"
    worker.fill("How long, in minutes", "90")
    worker.choose("Wiremu", "Came")
    worker.fill("Summary of the meeting (optional)", "We cooked together")
    worker.press("Save")
    yield "groups/ a meeting logged"
    worker.follow("Put it right")
    worker.fill("How long, in minutes", "0")
    worker.press("Save")
    yield "groups/ a meeting to be put right, with errors"
    worker.fill("How long, in minutes", "75")
    worker.choose("Wiremu", "Told us beforehand")
    worker.press("Save")
    yield "groups/ a meeting put right"
    worker.follow("Every version")
    yield "groups/ a meeting, every version"
    worker.follow("Back to the meeting")
    worker.follow("Take it back")
    yield "groups/ a meeting to be taken back"
    worker.press("Take it back")
    yield "groups/ a meeting taken back"
    worker.follow("Back to the group")
    yield "groups/ one"
    worker.follow("Wiremu")
    yield "groups/ somebody in it"
    worker.open("/groups/")
    yield "/groups/"
