"""Walks over who takes over, who stands in, and who carries how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from msa.clock.days import local_date
from tests.browser.visitor import Visitor


def pages_of_worker(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page as his peer worker; leave a note for the managers."""
    worker.open(f"{person}who-may-take-over/")
    yield "who-may-take-over/"
    worker.choose("Who may take over?", "Only these people")
    worker.press("Save")
    yield "who-may-take-over/ with errors"
    worker.open(f"{person}short-note/")
    yield "short-note/ to the managers"
    worker.fill("What you want to say", "Could we talk about him this week?")
    worker.press("Save the note")
    yield "person with a note"


def pages_of_manager(manager: Visitor, person: str) -> Iterator[str]:
    """Open every page as a manager, and keep a view."""
    for path in ("workload/", "workload/safe/", "waiting/", "hand/"):
        manager.open(f"/manage/{path}")
        yield f"/manage/{path}"
    manager.open("/manage/?quiet=on")
    manager.press("Keep this view")
    manager.open("/manage/views/")
    yield "/manage/views/ with one"
    for path in ("stand-in/", "assign/agreed/", "short-note/"):
        manager.open(person + path)
        yield path
    manager.open("/manage/workload/")
    manager.tap(manager.page.get_by_role("link", name="Away").first)
    yield "away/"
    manager.open("/manage/workload/")
    manager.tap(manager.page.get_by_role("link", name="Move all").first)
    yield "move/"
    later = local_date(timezone.now()) + timedelta(days=5)
    manager.fill("On which day?", f"{later.day}/{later.month}/{later.year}")
    manager.press("Move them")
    yield "workload/ with a plan"
