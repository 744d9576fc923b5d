"""A survivor answers his check-in on his own phone, and on a device handed to him."""

from __future__ import annotations

import pytest

from tests.browser import check_ins
from tests.journey.conftest import Journey
from tests.journey.ground import Ground


def somebody(journey: Journey, ground: Ground, *, number: int = 0) -> str:
    """Return the path of the check-ins of one of the worker's people."""
    who = journey.walker("worker").who
    subject = ground.subjects_of(who, "RECORD", "ASSESSMENT")[number]
    return f"/people/{subject}/check-ins/"


@pytest.mark.req("UI-V4")
def test_the_worker_shows_a_code(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    worker.open(somebody(journey, ground))
    worker.picture("40-check-ins")

    worker.press("Show a code")

    journey.notes["code"] = check_ins.code_shown(worker)
    assert len(journey.notes["code"]) == 6
    assert worker.page.locator("svg").count() > 0
    worker.picture("41-code-in-the-room")


def test_a_code_typed_wrong_opens_nothing_and_says_no_more(
    journey: Journey,
) -> None:
    survivor = journey.stranger("survivor")
    survivor.open("/check-in/")
    survivor.picture("42-enter-your-code")

    check_ins.enter(survivor, "CCCCCC")

    assert "Nothing to open here" in survivor.heading
    survivor.picture("43-nothing-to-open")


@pytest.mark.req("UI-V7")
def test_he_reads_first_what_it_is_for(journey: Journey) -> None:
    survivor = journey.stranger("survivor")

    check_ins.enter(survivor, f" {journey.notes['code'].lower()} ")

    assert "Before you start" in survivor.heading
    survivor.picture("44-before-you-start")
    survivor.follow("Start")
    survivor.picture("45-question")


@pytest.mark.req("UI-V2")
def test_a_tab_closed_at_question_five_opens_there_again(journey: Journey) -> None:
    survivor = journey.stranger("survivor")
    for answer in check_ins.ANSWERS[:4]:
        check_ins.say(survivor, answer)
    assert survivor.path == "/check-in/question/5/"
    survivor.leave()

    again = journey.stranger("survivor again")
    check_ins.enter(again, journey.notes["code"])

    assert again.path == "/check-in/question/5/"


def test_he_answers_looks_over_it_and_finishes(journey: Journey) -> None:
    survivor = journey.stranger("survivor again")
    for _ in range(4, check_ins.STATEMENTS):
        check_ins.say(survivor, "Mostly true")
    survivor.picture("46-in-his-own-words")
    survivor.page.locator("textarea").fill("Being heard")
    survivor.press("Continue")
    survivor.press("Continue")
    survivor.picture("47-look-over")

    check_ins.finish(survivor)

    assert "Thank you" in survivor.heading
    survivor.picture("48-thank-you")
    survivor.page.go_back()
    assert "Being heard" not in survivor.text()
    check_ins.enter(survivor, journey.notes["code"])
    assert "Nothing to open here" in survivor.heading


@pytest.mark.req("ASM-04")
def test_the_worker_sees_that_he_did_it_and_not_what_he_said(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker")
    worker.open(somebody(journey, ground))
    assert "His answers stay with him" in worker.text()
    assert "Being heard" not in worker.text()
    worker.picture("49-his-answers-stay-with-him")


@pytest.mark.req("UI-V5")
def test_the_device_is_locked_while_he_has_it(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    worker.open(somebody(journey, ground, number=1))

    worker.press("Lock and hand over")
    # The page asks first whether all he wrote has reached the server.
    worker.page.wait_for_url("**/check-in/**")
    worker.open("/today/")
    assert worker.heading == "Please hand it back"
    worker.picture("50-locked")
    worker.give_lock_code(worker.who.app.next_code())
    worker.open("/today/")
    assert worker.path == "/today/"
