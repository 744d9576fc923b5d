"""The national body builds a quarter's report, and a second person releases it."""

from __future__ import annotations

import json
import re

import pytest

from reporting.specs import OPERATIONAL_3
from tests.journey.conftest import Journey
from tests.journey.figures import missing_in_text, on_page, pdf_text, released
from tests.journey.ground import Ground
from tests.journey.releasing import BUILT_WITHIN_MS, compiler, releaser, save

TITLES = {table.code: table.title for table in OPERATIONAL_3.tables}


@pytest.mark.req("UI-N2")
def test_she_starts_the_report_and_watches_it(journey: Journey, ground: Ground) -> None:
    staff = compiler(journey)
    staff.open("/reports/")
    staff.picture("24-reports")

    with ground.holding("reporting_cell"):
        staff.press("Start the report")
        staff.page.wait_for_selector("progress[value]")
        assert staff.heading == "Building the report"
        assert re.search(r"Step \d+ of \d+", staff.text())
        staff.picture("25-building")
    # The page goes on by itself when the report is there.
    staff.page.wait_for_selector("text=This is a draft", timeout=BUILT_WITHIN_MS)

    journey.notes["report"] = staff.path
    staff.picture("26-draft")


def test_who_compiled_it_can_not_release_it(journey: Journey, ground: Ground) -> None:
    staff = compiler(journey)
    staff.follow("Check and release")
    assert "You compiled this report" in staff.text()
    assert staff.page.get_by_role("button", name="Release the report").count() == 0
    staff.picture("27-not-by-her-who-compiled")

    # Not by sending the form of somebody else's page either.
    token = staff.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = staff.context.request.post(
        staff.page.url,
        form={"csrfmiddlewaretoken": token},
        headers={"Origin": staff.site},
    )

    assert answer.status == 403
    assert "You compiled this report" in answer.text()
    assert _state(journey, ground) == "DRAFT"


def test_the_second_person_releases_it(journey: Journey, ground: Ground) -> None:
    second = releaser(journey)
    second.page.locator("a.row-title").first.click()
    second.follow("Check and release")
    second.picture("28-check-and-release")

    second.press("Release the report")

    pdf = second.page.get_by_role("link", name=re.compile(r"\(PDF, .+\)"))
    pdf.wait_for(timeout=BUILT_WITHIN_MS)
    assert _state(journey, ground) == "RELEASED"
    second.picture("29-released")
    for link, file in (
        (pdf, "national-operational.pdf"),
        (second.page.get_by_role("link", name=re.compile("JSON")), "report.json"),
    ):
        save(second, link, ground.out / file)
    assert (ground.out / "national-operational.pdf").read_bytes()[:5] == b"%PDF-"


def test_every_figure_is_the_same_on_the_page_and_in_the_pdf(
    journey: Journey, ground: Ground
) -> None:
    report = json.loads((ground.out / "report.json").read_text())
    rows = list(released(report, TITLES))
    assert len(rows) > 20
    assert sum(cell["value"] is not None for cell in report["cells"]) > 40

    page = on_page(releaser(journey).page)
    text = pdf_text(ground.out / "national-operational.pdf")

    assert [row for row in rows if row not in page] == []
    assert missing_in_text(iter(rows), text) == []


def test_no_small_number_of_people_is_published(ground: Ground) -> None:
    report = json.loads((ground.out / "report.json").read_text())

    people = [cell for cell in report["cells"] if cell["column"] == "people"]

    assert len(people) > 20
    assert [cell for cell in people if cell["value"] and cell["value"] < 6] == []


def _state(journey: Journey, ground: Ground) -> str:
    ((state,),) = ground.look(
        "SELECT state FROM reporting_report WHERE id::text = %s",
        journey.notes["report"].split("/")[2],
    )
    return str(state)
