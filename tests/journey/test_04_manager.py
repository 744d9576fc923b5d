"""A manager sees everybody's load and gives somebody another peer worker."""

from __future__ import annotations

import pytest

from tests.journey.conftest import Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground


@pytest.mark.req("UI-M1")
def test_she_sees_and_narrows_the_caseload(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.open("/manage/")
    everybody = manager.page.locator("tbody tr").count()
    assert everybody > 1
    manager.picture("17-caseload")

    manager.page.get_by_label("Not met for 30 days").check()
    manager.press("Show")

    assert "quiet=" in manager.page.url
    days = manager.page.locator("td[data-label='Days since']").all_inner_texts()
    # Who was never met is among them, with a dash.
    assert all(int(day) >= 30 for day in days if day.strip("– "))
    manager.picture("18-not-met-for-30-days")
    manager.follow("Remove Not met for 30 days")
    assert manager.page.locator("tbody tr").count() == everybody


@pytest.mark.req("S03")
def test_she_assigns_somebody_and_the_first_workers_access_ends(
    journey: Journey, ground: Ground
) -> None:
    worker, manager = journey.inside("worker"), journey.inside("manager")
    other = _name_of(ground, journey.ground.sign_in("worker", "kauri", number=1).email)
    assert worker.open(journey.notes["person"]) == 200
    subject = journey.notes["person"].split("/")[2]

    manager.open(f"/manage/people/{subject}/")
    assert journey.notes["name"] in manager.text()
    manager.picture("19-manager-person")
    manager.follow("Assign to another peer worker")
    manager.picture("20-assign")
    manager.tap(manager.page.locator("main label", has_text=other))
    manager.press("Continue")
    manager.picture("21-assign-what-will-happen")
    manager.press(f"Assign to {other}")

    assert f"Works with {other}" in manager.text()
    manager.picture("22-assigned")
    answer = worker.page.reload()  # in the browser that is open still
    assert answer is not None
    assert answer.status == 404
    worker.picture("23-no-longer-his")


def test_the_new_worker_sees_him_at_once(journey: Journey) -> None:
    other = journey.inside("worker", number=1)

    assert other.open(journey.notes["person"]) == 200

    assert other.heading == journey.notes["name"]
    assert other.open(journey.notes["session"]) == 200


@pytest.mark.req("RGT-03")
def test_she_prints_for_him_who_looked(journey: Journey, ground: Ground) -> None:
    manager = journey.inside("manager")
    manager.open(f"/manage/people/{journey.notes['person'].split('/')[2]}/")
    manager.follow("Show him, or print it")
    assert "opened your record" in manager.text()
    assert "gave you another peer worker" in manager.text()
    assert journey.notes["name"] not in manager.text()
    manager.picture("23-who-looked")

    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name="Print it for him").click()
    download.value.save_as(ground.out / "who-looked.pdf")

    text = pdf_text(ground.out / "who-looked.pdf")
    assert "Who looked" in text
    assert journey.notes["name"] not in text


def test_she_sees_what_is_worth_asking_about(journey: Journey) -> None:
    manager = journey.inside("manager")
    manager.follow_more("Openings")
    assert "Nothing here says that anything was wrong" in manager.text()
    manager.picture("23-openings")

    manager.follow("Whom a breach touched")

    assert "No sign-in has been looked into" in manager.text()
    manager.picture("23-breaches")


def _name_of(ground: Ground, email: str) -> str:
    ((name,),) = ground.look(
        "SELECT m.name FROM accounts_member m"
        " JOIN accounts_person p ON p.id = m.person_id WHERE p.email = %s",
        email,
    )
    return str(name)
