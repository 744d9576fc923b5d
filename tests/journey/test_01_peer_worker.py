"""A peer worker signs in, opens somebody and logs a session."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

NOTE = "We looked at two flats in Henderson; he will ring about one."


def test_he_signs_in_with_password_and_code(journey: Journey) -> None:
    worker = journey.walker("worker")
    worker.open("/")
    worker.picture("01-start")
    worker.follow("Sign in")
    worker.picture("02-sign-in")

    worker.give_password(worker.who.email, worker.who.password)
    assert worker.heading == "Enter your code"
    worker.picture("03-code")
    worker.open("/today/")
    assert worker.heading == "Enter your code"  # the password alone opens nothing
    worker.give_code(worker.who.app.next_code())

    assert worker.path == "/today/"


def test_he_sees_his_people(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    his = {str(one) for one in ground.subjects_of(worker.who, "RECORD")}

    links = worker.page.locator("a.row-title[href^='/people/']").evaluate_all(
        "found => found.map(link => link.pathname.split('/')[2])"
    )

    assert links
    assert set(links) <= his
    worker.picture("04-today")


def test_he_opens_somebody(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    with_notes = set(ground.subjects_of(worker.who, "RECORD", "SESSIONS"))
    # He is given to another peer worker later: none who is to be asked before that.
    fitting = {str(one) for one in with_notes - ground.asked_who_takes_over()}
    row = next(
        link
        for link in worker.page.locator("ul.rows a.row-title").all()
        if (link.get_attribute("href") or "").split("/")[2] in fitting
    )
    journey.notes["listed"] = row.inner_text()

    worker.tap(row)

    journey.notes["person"] = worker.path
    journey.notes["name"] = worker.heading
    # In a list, two of a name stand there with their references.
    assert journey.notes["listed"].split(" · ")[0] == journey.notes["name"]
    assert journey.notes["name"] not in worker.page.title() + worker.page.url
    worker.picture("05-person")


@pytest.mark.req("UI-W1")
def test_he_logs_a_session_in_four_interactions(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open("/today/")

    worker.interactions = 0
    with worker.at_human_speed():
        worker.follow(f"Log a session with {journey.notes['listed']}")
        worker.choose("What you worked on together", "Housing and independence")
        worker.fill("Note (optional)", NOTE)
    worker.picture("06-log-a-session")
    with worker.at_human_speed():
        worker.press("Save")

    assert worker.interactions <= 4
    assert worker.seconds <= 45
    assert "The session is on his timeline." in worker.text()
    worker.picture("07-logged")


def test_it_stands_on_the_timeline(journey: Journey) -> None:
    worker = journey.inside("worker")
    newest = worker.page.locator(".timeline li").first
    today = worker.page.evaluate(
        "new Date().toLocaleDateString('sv-SE', {timeZone: 'Pacific/Auckland'})"
    )
    assert newest.locator("time").get_attribute("datetime") == today
    # Closed until somebody opens it.
    assert NOTE not in worker.text()

    worker.tap(newest.get_by_role("link"))

    journey.notes["session"] = worker.path
    assert NOTE in worker.text()
    worker.picture("08-session")


def test_the_whole_timeline_tells_what_else_there_was(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open(f"{journey.notes['person']}timeline/")
    assert "One-to-one" in worker.text()
    assert NOTE not in worker.text()
    worker.picture("08-whole-timeline")

    worker.follow("His time with us")

    assert "His time with us began" in worker.text()
    assert "One-to-one" not in worker.text()


def test_how_he_works_is_for_his_own_eyes(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open("/today/how-i-work/")
    assert "Something practical alone" in worker.text()
    worker.picture("08-how-i-work")


@pytest.mark.req("REF-02")
def test_a_referral_says_what_he_agreed_to(journey: Journey) -> None:
    worker = journey.inside("worker")
    worker.open("/today/")
    worker.tap(worker.page.locator("a[href*='/referrals/']").first)

    assert worker.heading == "Tōtara Street Counselling"
    assert "They rang the same week." in worker.text()
    assert worker.heading not in worker.page.title() + worker.page.url
    worker.picture("08-referral")
