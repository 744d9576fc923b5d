"""A walk over the pages of enquiries, as a peer worker and as a manager."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor

NAME = "Rongomaiwhiti"


def every_page(somebody: Visitor, base: str = "/enquiries/") -> Iterator[str]:
    """Open every kind of page of enquiries in turn; yield its name."""
    somebody.open(f"{base}new/")
    yield f"{base}new/"
    somebody.press("Save")
    yield f"{base}new/ with errors"
    somebody.choose("How it came", "Another service, for him")
    somebody.press("Save and write a slip")
    yield "slip/new/"
    somebody.fill("Name to ask for", NAME)
    somebody.fill("What may be said or left there (optional)", "Ring 021 555 0177")
    somebody.press("Seal the slip")
    yield "slip/new/ with errors"
    somebody.fill("What may be said or left there (optional)", "Only a first name")
    somebody.page.get_by_label("Whoever asked for him states").check()
    somebody.choose("The one way to reach him", "Ring")
    somebody.fill("The number or address", "021 555 0177")
    somebody.press("Seal the slip")
    yield "an enquiry with a slip"
    enquiry = somebody.path
    somebody.press("Open the slip")
    assert NAME in somebody.text()
    yield "a slip"
    somebody.choose("What came of it", "No answer")
    somebody.press("Note it")
    yield "an enquiry rung back"
    somebody.press("End the enquiry")
    yield "an enquiry with an error"
    if base == "/enquiries/":
        somebody.open(f"{enquiry}welcome/")
        yield "welcome/ from an enquiry"
    somebody.open("/today/" if base == "/enquiries/" else base)
    yield "with an enquiry that waits"
    somebody.open(enquiry)
    somebody.press("Destroy the slip now")
    yield "an enquiry without a slip"
    somebody.page.get_by_label("Pointed to another service").check()
    somebody.press("End the enquiry")
    yield f"{base} with one that ended"
    somebody.open(enquiry)
    yield "an enquiry that ended"
