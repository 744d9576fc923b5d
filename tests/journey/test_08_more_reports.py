"""The Support and the Qualitative report of the quarter, each released by two."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from typing import Any

from tests.journey.conftest import Journey
from tests.journey.figures import pdf_text
from tests.journey.ground import Ground
from tests.journey.releasing import (
    compile_draft,
    compiler,
    release_draft,
    releaser,
    save,
)
from tests.journey.test_06_narrative import CLEAN

SUPPORT, QUALITATIVE = "Support report", "Qualitative report"


def test_she_sees_how_far_the_quarter_is(journey: Journey) -> None:
    staff = compiler(journey)
    staff.open("/reports/")
    staff.tap(staff.page.locator("a[href*='/reports/quarters/']").first)

    assert staff.page.locator("ol.steps").count() == 3
    staff.picture("80-quarter")


def test_the_support_report_is_compiled_and_released(
    journey: Journey, ground: Ground
) -> None:
    compile_draft(journey, SUPPORT)
    compiler(journey).picture("81-support-draft")

    pdf = release_draft(journey, SUPPORT)

    second = releaser(journey)
    second.picture("82-support-released")
    save(second, pdf, ground.out / "national-support.pdf")
    for format_, file in (("CSV", "report.csv"), ("JSON", "support.json")):
        link = second.page.get_by_role("link", name=re.compile(format_))
        save(second, link, ground.out / file)


def test_every_figure_of_it_is_the_same_everywhere(
    journey: Journey, ground: Ground
) -> None:
    cells = json.loads((ground.out / "support.json").read_text())["cells"]
    shown = [cell for cell in cells if cell["value"] is not None]
    assert len(shown) > 30
    with (ground.out / "report.csv").open(newline="", encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    text = pdf_text(ground.out / "national-support.pdf")

    told = [(c["table"], c["row"], c["column"], _printed(c)) for c in cells]
    assert [(r["table"], r["row"], r["column"], r["value"]) for r in lines] == told
    assert any("." in value for *_, value in told)
    labels = {cell["label"] for cell in cells}
    assert [label for label in labels if label not in text] == []
    means = [_printed(cell) for cell in shown if cell["column"] == "mean"]
    assert len(means) > 10
    assert [mean for mean in means if mean not in text] == []


def _printed(cell: dict[str, Any]) -> str:
    if cell["value"] is None:
        return ""
    return str(Decimal(cell["value"]).scaleb(-cell.get("decimals", 0)))


def test_narratives_are_read_and_taken_in(journey: Journey) -> None:
    staff = compiler(journey)
    staff.open("/narratives/")
    staff.picture("83-who-has-submitted")
    waiting = staff.page.locator("li", has_text="To read")
    assert waiting.count() >= 2
    while waiting.count():
        waiting.first.get_by_role("link").first.click()
        staff.press("Take it into the report")
        staff.open("/narratives/")

    assert staff.page.locator("li", has_text="In the report").count() >= 2
    staff.picture("84-all-in")


def test_the_qualitative_report_is_compiled_and_released(
    journey: Journey, ground: Ground
) -> None:
    compile_draft(journey, QUALITATIVE)
    compiler(journey).picture("85-qualitative-draft")

    pdf = release_draft(journey, QUALITATIVE)

    second = releaser(journey)
    second.picture("86-qualitative-released")
    file = ground.out / "national-qualitative.pdf"
    save(second, pdf, file)
    assert CLEAN in pdf_text(file)
    assert journey.notes["name"] not in pdf_text(file)
