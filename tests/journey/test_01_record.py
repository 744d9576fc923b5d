"""What he tells is written down part by part, looked back at, and kept from some."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey

FIRST = "Somewhere to sleep from Friday."
LATER = "A bed is found; somebody to go with him to the court."


@pytest.mark.req("REC-07")
def test_somebody_who_needs_somebody_now_stands_first(journey: Journey) -> None:
    worker = journey.inside("worker")
    person = journey.notes["person"]
    worker.open(f"{person}record/needs/")
    worker.fill("What he needs just now", FIRST)
    worker.page.get_by_label("He needs somebody now").check()
    worker.picture("08a-needs")
    worker.press("Save")

    worker.open("/today/")

    # Whoever else needs somebody stands there too, and nobody stands before them.
    first = worker.page.locator("main ul.rows").first.inner_text()
    assert journey.notes["name"] in first
    assert "Needs somebody now" in first
    assert FIRST not in worker.text()
    worker.picture("08b-today-urgent")


@pytest.mark.req("REC-12")
def test_what_changed_stands_beside_what_stood_before(journey: Journey) -> None:
    worker = journey.inside("worker")
    needs = f"{journey.notes['person']}record/needs/"
    worker.open(needs)
    worker.fill("What he needs just now", LATER)
    worker.page.get_by_label("He needs somebody now").uncheck()
    worker.press("Save")

    worker.open(f"{needs}history/")

    change = worker.page.locator(".timeline li").first.inner_text()
    assert FIRST in change
    assert LATER in change
    assert journey.notes["name"] not in worker.page.title() + worker.page.url
    worker.picture("08c-how-it-changed")

    worker.fill("As it was on", "1 1 2020")
    worker.press("Show it")

    assert "Nothing was written here by then." in worker.text()


@pytest.mark.req("REC-08")
def test_he_says_whom_he_wants_kept_away_and_takes_it_back(journey: Journey) -> None:
    worker = journey.inside("worker")
    away = f"{journey.notes['person']}kept-away/"
    worker.open(away)
    options = worker.page.get_by_label("Whom he doesn’t want near his record")
    own = worker.page.locator("footer").inner_text()
    names = options.locator("option").all_inner_texts()[1:]
    name = next(name for name in names if name not in own)
    options.select_option(label=name)
    worker.press("Keep away")

    kept = worker.page.locator("main ul.rows").first.inner_text()
    assert name in kept
    worker.picture("08d-kept-away")
    worker.tap(worker.page.get_by_role("button", name="He wants this lifted"))

    assert "He keeps nobody away." in worker.text()


@pytest.mark.req("SES-05")
def test_before_they_meet_one_page_says_what_helps(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open(journey.notes["person"])
    worker.follow("Before you meet")

    assert worker.heading == "Before you meet"
    assert "When you last met" in worker.text()
    worker.picture("08e-before-you-meet")
