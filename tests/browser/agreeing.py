"""The pages on which a consent is explained, recorded and looked back at."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor


def every_page(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page on which a consent is explained, recorded and looked back at."""
    for path in ("/people/new/?language=mi", "/people/new/about/"):
        worker.open(path)
        yield path
    worker.open("/people/new/")
    worker.choose("Share named information with a named person or service", "Yes")
    worker.choose("How he told you", "Signed on screen")
    worker.press("Go on")
    yield "/people/new/ with errors"
    worker.open("/people/new/")
    worker.choose("Keep a record about me (Form 1)", "Yes")
    worker.choose("Is he 18 or older?", "Under 18")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.press("Go on")
    yield "/people/new/ of somebody under 18"
    for part in (
        *("consent/contact/give/", "consent/colleagues/give/"),
        *("consent/record/give/", "consent/record/withdraw/"),
    ):
        worker.open(person + part)
        yield part
    worker.open(person + "consent/quotation/give/?language=mi")
    worker.press("He says yes")
    yield "consent/quotation/give/ with errors"
    worker.fill("The words, exactly as he approves them", "It helped to be believed")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.press("He says yes")
    yield "consent/ with a quotation"
    worker.tap(worker.page.locator("a[href$='/change/']").first)
    yield "consent/one/change/"
    worker.open(person + "consent/history/")
    yield "consent/history/"
