"""The pages on which a peer worker writes down what he is told, and is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import coming_and_going
from tests.browser.visitor import Visitor


def parts(worker: Visitor, person: str) -> Iterator[str]:
    """Open every further part of a record, filled in, and how it changed."""
    for part in (
        *("issues", "strengths", "steps", "safety"),
        *("wellbeing", "offer", "needs", "choice"),
    ):
        worker.open(f"{person}record/{part}/")
        yield f"record/{part}/"
        worker.page.locator("main form textarea").first.fill("In his own words.")
        if part == "needs":
            worker.page.get_by_label("He needs somebody now").check()
            worker.fill("Talk about it again on", "31 2 2027")
            worker.press("Save")
            yield "record/needs/ with an error"
            worker.fill("Talk about it again on", "1 2 2027")
        if part == "steps":
            worker.fill("What", "Look at the flat in Ōtautahi")
        worker.press("Save")
    worker.open(person)
    yield "person with every part"
    worker.open("/today/")
    yield "/today/ with somebody who needs somebody now"
    worker.open(f"{person}record/needs/")
    worker.page.locator("main form textarea").first.fill("Other words of his.")
    worker.press("Save")
    for where in ("", "?on=1/1/2020", "?on=never"):
        worker.open(f"{person}record/needs/history/{where}")
        yield f"record/needs/history/{where}"
    yield from _letting_go(worker, person)
    yield from coming_and_going.every_page(worker, person)
    worker.open(f"{person}kept-away/")
    away = worker.page.get_by_label("Whom he doesn’t want near his record")
    away.select_option(label="Tama Colleague")
    worker.press("Keep away")
    yield "kept-away/ with somebody"
    lifted = worker.page.get_by_role("button", name="He wants this lifted")
    worker.tap(lifted.first)


def _letting_go(worker: Visitor, person: str) -> Iterator[str]:
    """Ask that the earlier words of a part be let go."""
    worker.open(f"{person}record/issues/let-go/")
    yield "record/issues/let-go/ with nothing to let go"
    worker.open(f"{person}record/needs/history/")
    worker.follow("Let the earlier words go")
    yield "record/needs/let-go/"
    worker.press("Ask a manager")
    yield "record/needs/let-go/ with an error"
    worker.page.get_by_label("It puts somebody in danger").check()
    worker.press("Ask a manager")
    yield "record/needs/history/ asked to let go"


def putting_right(worker: Visitor, person: str) -> Iterator[str]:
    """Log a session, put it right, and open every page of how it was told."""
    worker.open(person + "sessions/new/")
    worker.fill("Note (optional)", "He came by the river.")
    worker.press("Save")
    worker.open(person)
    worker.tap(worker.page.locator(".timeline a").first)
    yield "session"
    worker.follow("Put it right")
    worker.tap(worker.page.get_by_text("More about it"))
    worker.fill("Somebody else told us this (optional)", "He sleeps badly.")
    yield "sessions/correct/"
    worker.press("Save")
    yield "session, put right"
    worker.follow("Every version")
    yield "sessions/versions/"


def rights(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page of what he may ask for."""
    worker.open(person + "rights/copy/")
    yield "rights/copy/"
    worker.press("Save")
    yield "a copy to make"
    worker.open(person + "rights/correction/")
    worker.press("Save")
    yield "rights/correction/ with errors"
    worker.page.get_by_label("Which part of his record").select_option("contact")
    worker.fill("What he wants changed", "It is another number.")
    worker.press("Save")
    yield "a correction to answer"
    worker.press("It is corrected")
    yield "a correction that was not saved yet"
    worker.follow("Decline, with the reason")
    worker.press("Decline")
    yield "a decline with errors"
    worker.fill("Why it is declined", "It is what he told us.")
    worker.press("Decline")
    yield "a declined correction"
    worker.open(person + "rights/")
    yield "rights/"
