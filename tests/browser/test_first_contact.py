"""From the first word to a saved Form 1, at the pace of two people at one phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

#: A slow pace: half a minute for every hundred letters on a phone, four seconds to find
#: and press anything, a page read aloud word by word as it opens.
SECONDS_A_LETTER, SECONDS_A_TAP, WORDS_A_MINUTE = 0.35, 4.0, 150
TEN_MINUTES = 600

YES = (
    "Keep a record about me (Form 1)",
    "Keep notes of our sessions",
    "Contact me in the ways I choose",
)
TOLD = {
    "issues": ("In his words", "It sits on me most when it is quiet, at night."),
    "safety": ("What helps him then", "Walking to the river; ringing Aunty."),
    "needs": ("What he needs just now", "Somebody to come along to the doctor."),
}


class Pace:
    """How long what a visitor does would take two people."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.letters = self.words = 0

    def read(self) -> None:
        """Read the page that is open, all of it."""
        self.words += len(self.visitor.page.locator("main").inner_text().split())

    def write(self, label: str, text: str) -> None:
        """Type into a field."""
        self.letters += len(text)
        self.visitor.fill(label, text)

    def seconds(self) -> float:
        """Return how long all of it took."""
        return (
            self.letters * SECONDS_A_LETTER
            + self.visitor.interactions * SECONDS_A_TAP
            + self.words * 60 / WORDS_A_MINUTE
        )


@pytest.mark.req("REC-00")
def test_from_first_contact_to_a_saved_form_in_ten_minutes(visit: Visit) -> None:
    worker = visit("colleague")
    pace = Pace(worker)
    worker.open("/today/")
    worker.follow("Welcome somebody new")
    pace.read()
    for question in YES:
        worker.choose(question, "Yes")
    worker.choose("Is he 18 or older?", "18 or older")
    worker.choose("How he told you", "Spoken, with a witness")
    worker.press("Go on")
    pace.read()
    pace.write("What he likes to be called", "Tamatea")
    pace.write("Phone number (optional)", "021 555 0177")
    worker.tap(worker.page.get_by_label("Safe to ring"))
    worker.press("Save")
    person = worker.path

    for part, (label, text) in TOLD.items():
        worker.tap(worker.page.locator(f"main a[href$='/record/{part}/']").first)
        pace.read()
        pace.write(label, text)
        worker.press("Save")
        assert worker.path == person

    assert worker.heading == "Tamatea"
    for _, text in TOLD.values():
        assert text in worker.page.locator("main").text_content()
    assert pace.seconds() < TEN_MINUTES
    # It is a pace, not a wish: most of it is reading what he is told.
    assert pace.words > 300
