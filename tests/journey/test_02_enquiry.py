"""Somebody rings before anything is agreed: nothing of him is kept but one slip."""

from __future__ import annotations

import uuid

from tests.journey.conftest import Journey
from tests.journey.ground import Ground

NAME = f"Rongo-{uuid.uuid4().hex[:6]}"
OPEN = "SELECT count(*) FROM enquiries_enquiry WHERE state = 'OPEN'"
SLIPS = "SELECT count(*) FROM enquiries_slip"


def test_it_is_noted_from_today_in_four_interactions(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker")
    before = ground.look(OPEN)
    worker.open("/today/")

    worker.interactions = 0
    worker.follow("Somebody got in touch")
    worker.choose("How it came", "Phone")
    worker.picture("16-somebody-got-in-touch")
    worker.press("Save and write a slip")

    assert worker.interactions <= 4
    assert ground.look(OPEN)[0][0] == before[0][0] + 1
    worker.picture("16-a-slip-to-ring-back")


def test_a_slip_is_sealed_and_opened_on_a_press(
    journey: Journey, ground: Ground
) -> None:
    worker = journey.inside("worker")
    worker.page.get_by_label("He said yes to it himself").check()
    worker.fill("Name to ask for", NAME)
    worker.choose("The one way to reach him", "Ring")
    worker.fill("The number or address", "021 555 0188")
    worker.press("Seal the slip")
    assert NAME not in worker.text()
    worker.picture("16-an-enquiry")

    worker.press("Open the slip")

    assert NAME in worker.text()
    assert NAME not in worker.page.title() + worker.page.url
    worker.picture("16-the-slip")


def test_his_no_destroys_it(journey: Journey, ground: Ground) -> None:
    worker = journey.inside("worker")
    before = ground.look(SLIPS)
    worker.follow("Welcome him")
    worker.picture("16-welcome-him")
    worker.choose("Keep a record about me (Form 1)", "No")
    worker.press("Go on")

    assert worker.heading == "Nothing was kept"
    assert ground.look(SLIPS)[0][0] == before[0][0] - 1
    worker.open("/enquiries/")
    worker.picture("16-enquiries")
