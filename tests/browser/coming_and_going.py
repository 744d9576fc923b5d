"""The pages on which a survivor comes and goes, walked through."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def every_page(worker: Visitor, person: str) -> Iterator[str]:
    """Let him move on, pause, finish and go on after all; look at each page."""
    worker.open(person)
    worker.follow("Another phase")
    yield "time/phase/"
    worker.press("Save")
    yield "time/phase/ with an error"
    worker.page.get_by_label("Support: under way").check()
    worker.press("Save")
    worker.follow("A pause")
    worker.page.locator("main form textarea").fill("Calving is on.")
    worker.press("Save")
    yield "person who takes a break"
    worker.open(person + "sessions/new/")
    yield "sessions/new/ with somebody who takes a break"
    worker.open(person)
    worker.follow("Finished for now")
    worker.page.get_by_label("Reached what was hoped for").check()
    worker.press("Save")
    yield "person who has finished for now"
    worker.follow("How he came and went")
    yield "time/ with an end"
    worker.open(f"{person}time/?on=1/1/2020")
    yield "time/ as it was"
    worker.open(person)
    worker.follow("He is back: begin again")
    yield "time/begin-again/"
    worker.open(f"{person}time/")
    worker.press("This was a mistake: take it back")
    yield "time/ with what was taken back"
    worker.open(person)
    worker.follow("He goes on again")
    yield "time/go-on/"
    worker.press("Save")
