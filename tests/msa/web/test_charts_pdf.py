from __future__ import annotations

import pytest
from weasyprint import HTML

from msa.web import charts
from msa.web.charts import Mark, Series


@pytest.fixture(scope="module")
def pdf() -> bytes:
    bar = charts.bar(
        title="Most men were between 25 and 39",
        description="By age band",
        marks=[Mark("Under 25", 42), Mark("70 and over", None, "c")],
    )
    line = charts.line(
        title="More men each quarter",
        description="By quarter",
        columns=["Q1", "Q2"],
        series=[Series("People", [Mark("", 3), Mark("", 9)])],
    )
    html = f"<html lang=en-NZ><title>Report</title><body>{bar}{line}</body></html>"
    return HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)


def test_bar_is_drawn_in_its_colour(pdf: bytes) -> None:
    # 0a3f3a as a PDF fill: red, green and blue of 0 to 1.
    assert b"0.039216 0.247059 0.227451 rg" in pdf


def test_finding_is_the_alternative_text(pdf: bytes) -> None:
    said = "Most men were between 25 and 39"

    assert said.encode() in pdf or said.encode("utf-16-be") in pdf


def test_charts_raise_no_error_and_make_one_page(pdf: bytes) -> None:
    assert b"/Count 1>>" in pdf
