from __future__ import annotations

import io
import re
import subprocess
import time
from dataclasses import replace

import pikepdf
import pytest
from django.db import transaction
from django.template.loader import render_to_string

from msa.pdf import FetchRefused, html_to_pdf
from msa.tenancy.context import use
from reporting.enums import CellStatus, FileFormat
from reporting.kinds import describe
from reporting.models import Report
from reporting.presenting.document import as_json
from reporting.presenting.pdf import render_pdf
from reporting.presenting.tables import written
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from tests.reporting.conftest import released

PAGE = '<html lang="en-NZ"><title>Report</title><h1>Report</h1>'


@pytest.fixture(scope="module")
def made(country):
    """A released report with one before it: the row, its document, its PDF."""
    cast, _ = country
    released(cast, Quarter(2026, 2))
    report = released(cast, Quarter(2026, 3))
    with use(cast.releaser.context), transaction.atomic():
        content = bytes(queries.file(report.id, FileFormat.PDF).content)
        trend = queries.trend(report)
        return report, describe(report, queries.cells(report.id), trend), content


@pytest.fixture(scope="module")
def pdf(made):
    return pikepdf.open(io.BytesIO(made[2]))


def text_of(content):
    """Return the text of a PDF, as a reader's own program finds it."""
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=content, capture_output=True, check=True)
    return found.stdout.decode()


@pytest.fixture(scope="module")
def words(made):
    return text_of(made[2])


def structure(pdf, kind):
    """Return every structure element of a kind."""
    found, todo = [], [pdf.Root.StructTreeRoot]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == kind:
                found.append(node)
            if "/K" in node:
                todo.append(node.K)
    return found


def test_it_says_it_is_pdf_ua(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked


def test_title_and_language(pdf):
    assert str(pdf.Root.Lang) == "en-NZ"
    assert str(pdf.docinfo["/Title"]) == (
        "National Operational report, July to September 2026"
    )
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_it_has_bookmarks_for_every_chapter(pdf):
    with pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert titles == [
        "At a glance",
        "Who we supported",
        "How we supported them",
        "Who got in touch",
        "Peer groups",
        "Workshops and outreach",
        "Organisations",
        "Notes on method and small numbers",
        "This report as data",
    ]


def test_every_figure_has_an_alternative_text(pdf):
    figures = structure(pdf, "/Figure")

    assert len(figures) >= 5
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_tables_have_header_cells(pdf):
    assert len(structure(pdf, "/Table")) >= 9
    assert len(structure(pdf, "/TH")) > 50


def test_no_heading_level_is_skipped(pdf):
    levels = {kind for kind in ("/H1", "/H2", "/H3", "/H4") if structure(pdf, kind)}

    assert levels == {"/H1", "/H2", "/H3"}


def test_all_fonts_are_embedded(pdf):
    fonts = [
        font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
    ]

    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "Public" in str(descriptor.FontName)
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_it_is_small_and_of_a_length_to_read(made, pdf):
    assert len(made[2]) < 1_000_000
    assert 6 <= len(pdf.pages) <= 12


def test_the_same_cells_give_the_same_bytes_quickly(made):
    _, document, content = made
    begun = time.monotonic()

    assert render_pdf(document) == content
    assert time.monotonic() - begun < 20


def test_no_small_chapter_stands_alone_after_a_full_page(made):
    report, document, _ = made
    drawn = ("enquiries", "enquiry_channels", "group_meetings", "outreach")
    cells = [
        replace(cell, value=30, status=CellStatus.OK) if cell.table in drawn else cell
        for cell in document.cells
    ]

    pages = text_of(render_pdf(describe(report, cells, []))).split("\f")

    (page,) = (one for one in pages if one.startswith("Peer groups"))
    assert "Workshops and outreach" in page


def test_macrons_survive(words):
    assert "Te pūrongo whakahaere" in words
    assert "Tautoko Tāne Aotearoa" in words
    assert "Tōtara Men's Support" in words
    assert "Whānau" in words


def test_it_promises_that_nobody_can_be_identified(words):
    assert "No person can be identified from this report." in words


def lines_of(text):
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]


def test_page_pdf_and_json_hold_the_same_figures(
    made, words, settings, sign_in, country
):
    settings.ROOT_URLCONF = "msa.urls.national"
    report, _, _ = made
    browser = sign_in(country[0].releaser)
    page = browser.get(f"/reports/{report.id}/").content.decode()
    cells = browser.get(f"/reports/{report.id}/report.json").json()["cells"]
    rows = {}
    for cell in cells:
        rows.setdefault((cell["table"], cell["label"]), []).append(
            written(cell["status"], cell["value"])
        )
    assert any("c" in figures for figures in rows.values())
    printed = re.sub(r"\s+", " ", words)

    for (_, label), figures in rows.items():
        assert re.search(
            rf'<th scope="row">{re.escape(escaped(label))}</th>'
            + "".join(
                rf"<td[^>]*>(?:<span[^>]*>)?{f}(?:</span>)?</td>" for f in figures
            ),
            page,
        ), label
        if len(label) < 30:
            assert f"{label} {' '.join(figures)}" in printed, label


def test_no_table_is_left_out_where_there_is_nothing_to_draw(made):
    _, document, _ = made
    undrawn = replace(document, journeys=replace(document.journeys, chart=None))

    html = render_to_string(document.pages, {"document": undrawn})

    assert '<th scope="row">On a recovery journey</th>' in html


def escaped(label):
    return label.replace("'", "&#x27;")


def test_the_trend_comes_from_frozen_cells_only(made, country):
    _, document, _ = made
    cast, _ = country
    with use(cast.releaser.context), transaction.atomic():
        before = Report.objects.get(quarter="2026Q2")
        frozen = {(c.table, c.row): c for c in queries.cells(before.id)}

    assert frozen["people", "ALL"].value is not None
    assert str(frozen["people", "ALL"].value) in document.trend


def test_json_names_its_report(made):
    report, document, _ = made

    given = as_json(report, document.cells)
    assert given["reference"] == "2026Q3-operational-3-r1"
    assert given["policy"] == "MSA-SDC-1"


@pytest.mark.parametrize(
    "asks",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="fonts/../../manage.py" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
        "<style>@import url(https://example.org/x.css)</style>",
        '<img src="no/such/file.png" alt="x">',
    ],
)
def test_nothing_but_our_own_files_is_fetched(asks):
    with pytest.raises(FetchRefused):
        html_to_pdf(PAGE + asks, identifier=b"x" * 16)


def test_our_own_files_are_found():
    assert html_to_pdf(
        PAGE + '<img src="img/icon.svg" alt="a notebook">', identifier=b"x" * 16
    ).startswith(b"%PDF-")
