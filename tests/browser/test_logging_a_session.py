from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.product import Product
from tests.browser.visitor import Visitor

KEPT = "SELECT count(*) FROM cases_session"


def sessions_of(running: Product, visitor: Visitor) -> int:
    """Return how many sessions are stored of the person whose page is open."""
    subject = visitor.path.split("/")[2]
    ((number,),) = running.sql(f"{KEPT} WHERE subject_id = %s", subject)
    return int(number)


@pytest.mark.req("UI-W1")
@pytest.mark.parametrize("script", [True, False])
def test_a_session_is_logged_from_today_in_four_interactions(
    visit: Visit, running: Product, script: bool
) -> None:
    worker = visit("worker", width=360, script=script)
    worker.open("/today/")
    before = running.sql(KEPT)

    worker.follow("Log a session with Tāne")
    worker.choose("What you worked on together", "Housing and independence")
    worker.fill("Note (optional)", "We looked at two flats, and he liked one.")
    worker.press("Save")

    assert worker.interactions <= 4
    assert worker.heading == "Tāne"
    assert "The session is on his timeline." in worker.text()
    assert running.sql(KEPT) == [(before[0][0] + 1,)]


@pytest.mark.req("UI-W5")
def test_pressing_save_twice_makes_one_session(visit: Visit, running: Product) -> None:
    worker = visit("worker")
    worker.open("/today/")
    worker.follow("Wiremu")
    before = sessions_of(running, worker)
    worker.follow("Log a session")

    worker.page.get_by_role("button", name="Save").dblclick()
    worker.page.wait_for_selector("text=The session is on his timeline.")

    assert sessions_of(running, worker) == before + 1


@pytest.mark.req("CON-05")
def test_who_wants_no_notes_is_not_asked_for_any(
    visit: Visit, running: Product
) -> None:
    worker = visit("worker")
    worker.open("/people/")
    worker.follow("Anaru")
    before = sessions_of(running, worker)

    worker.follow("Log a session")
    assert worker.page.get_by_label("Note", exact=False).count() == 0
    worker.press("Save")

    assert "Nothing about him was kept with it." in worker.text()
    assert sessions_of(running, worker) == before == 0


@pytest.mark.req("UI-W9")
@pytest.mark.parametrize("script", [True, False])
def test_an_error_is_named_and_what_was_typed_stays(visit: Visit, script: bool) -> None:
    worker = visit("worker", script=script)
    worker.open("/today/")
    worker.follow("Log a session with Tāne")
    worker.choose("How long, in minutes", "Other")
    worker.page.get_by_label("Minutes", exact=True).fill("2000")
    worker.fill("Note (optional)", "Kia ora")

    worker.press("Save")

    assert worker.page.title() == "Error: Log a session"
    summary = worker.page.locator("[data-error-summary]")
    assert "at most 1,440 minutes" in summary.inner_text()
    assert worker.page.get_by_label("Note (optional)").input_value() == "Kia ora"
    if script:
        assert worker.page.locator("[data-error-summary]:focus").count() == 1
        worker.tap(summary.get_by_role("link").first)
        assert worker.page.evaluate("document.activeElement.name") == "other_minutes"
