"""An organisation goes through the quality standards; MSA reads it and comments."""

from __future__ import annotations

import pytest

from standards.catalogue import CURRENT
from tests.journey.conftest import NATIONAL, Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground

PERSPECTIVES = ("leaders", "staff", "survivors")
RATINGS = ("Mostly", "Under way", "Fully", "Mostly", "Not yet")
ACTION = "Ask the panel what men read first"
FILE = "What the panel said, March 2026"
SAID = "Men want to be asked before it is decided."


def test_a_manager_starts_a_review(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open("/manage/standards/")
    manager.picture("60-standards")
    manager.follow("Start a review")

    manager.press("Start")

    assert manager.path.startswith("/manage/standards/")
    journey.notes["review"] = manager.path
    manager.picture("61-review")


def test_every_standard_is_rated_from_three_sides(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open(journey.notes["review"])

    for number, standard in enumerate(CURRENT.numbers):
        manager.open(f"{journey.notes['review']}{standard}/")
        for side, whose in enumerate(PERSPECTIVES):
            rating = RATINGS[(number + side) % len(RATINGS)]
            manager.choose(f"As {whose} see it", rating)
        manager.page.get_by_label("Comment").fill(f"What we do about {standard}.")
        if standard == "2.1":
            manager.picture("62-one-standard")
        manager.page.locator("form button.button").first.click()

    manager.open(journey.notes["review"])
    assert "Every standard is rated" in manager.text()


def test_an_action_has_somebody_and_a_day(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open(f"{journey.notes['review']}2.1/")
    manager.follow("Add an action")
    manager.press("Save")
    assert "Fill in “What will be done”" in manager.text()

    manager.fill("What will be done", ACTION)
    manager.page.get_by_label("Who sees to it").select_option(index=1)
    manager.page.get_by_label("Done by").fill("5 3 2027")
    manager.press("Save")

    assert ACTION in manager.text()


@pytest.mark.req("STD-02")
def test_a_file_shows_how_a_standard_is_met(journey: Journey, ground: Ground) -> None:
    manager = journey.inside("manager")
    manager.open(f"{journey.notes['review']}2.1/")
    manager.follow("Add a file")
    manager.fill("What it is", FILE)
    for name, content in (("panel.html", "<html>"), ("Panel — Hemi.txt", SAID)):
        file = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
        manager.page.get_by_label("File", exact=True).set_input_files(file)
        manager.press("Add the file")
        manager.picture(f"62-{'refused' if 'html' in name else 'added'}-file")

    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name=FILE).click()
    download.value.save_as(ground.out / "evidence.txt")

    assert download.value.suggested_filename == "evidence-2-1-1.txt"
    assert (ground.out / "evidence.txt").read_text() == SAID


def test_it_is_signed_off_sent_and_kept_as_a_pdf(
    journey: Journey, ground: Ground
) -> None:
    manager = journey.inside("manager")
    manager.open(f"{journey.notes['review']}sign-off/")
    manager.picture("63-sign-off")
    manager.page.get_by_role("checkbox").check()
    manager.press("Sign off")
    manager.follow("Send to MSA")
    manager.press("Send to MSA")
    manager.picture("64-sent")

    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name="The whole review").click()
    download.value.save_as(ground.out / "standards.pdf")

    text = pdf_text(ground.out / "standards.pdf")
    assert ACTION in text
    assert FILE in text
    assert [n for n in CURRENT.numbers if f"What we do about {n}." not in text] == []


@pytest.mark.req("STD-04")
def test_msa_sees_who_has_sent_and_comments(journey: Journey) -> None:
    staff = journey.inside("national", NATIONAL, number=0)
    staff.open("/standards/")
    staff.picture("65-who-has-sent")
    staff.tap(staff.page.locator("main table a").first)
    assert ACTION in staff.text()
    with staff.page.expect_download() as download:
        staff.page.get_by_role("link", name=FILE).click()
    assert SAID.encode() in download.value.path().read_bytes()

    staff.page.get_by_label("Comment", exact=True).fill("Thank you. Ka pai.")
    staff.press("Give the comment")

    staff.picture("66-review-with-a-comment")
    manager = journey.inside("manager")
    manager.open(journey.notes["review"])
    assert "Ka pai." in manager.text()
