"""The Support report as its readers have it: one set of figures in every format."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from decimal import Decimal
from html import escape

import pikepdf
import pytest
from django.db import transaction

from msa.tenancy.context import use
from reporting.enums import FileFormat, Kind
from reporting.kinds import describe
from reporting.measures.ratings import FORM
from reporting.presenting.pdf import render_pdf
from reporting.presenting.tables import written
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.specs import SUPPORT_1
from tests.reporting.conftest import released


@pytest.fixture(scope="module")
def made(country):
    """A released report with one before it, its document, its PDF and its CSV."""
    cast, _ = country
    released(cast, Quarter(2026, 2), Kind.SUPPORT)
    report = released(cast, Quarter(2026, 3), Kind.SUPPORT)
    with use(cast.releaser.context), transaction.atomic():
        files = [
            bytes(queries.file(report.id, one).content)
            for one in (FileFormat.PDF, FileFormat.CSV)
        ]
        cells = queries.cells(report.id)
        return report, describe(report, cells, queries.trend(report)), *files


@pytest.fixture(scope="module")
def words(made):
    """The text of the PDF, as a reader's own program finds it."""
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=made[2], capture_output=True, check=True)
    return found.stdout.decode()


@pytest.fixture
def page(made, settings, sign_in, country):
    settings.ROOT_URLCONF = "msa.urls.national"
    browser = sign_in(country[0].releaser)
    return browser.get(f"/reports/{made[0].id}/").content.decode()


def figures(cells):
    """Yield each row's label and figures in words, from a file of cells."""
    by_place = {(one["table"], one["row"], one["column"]): one for one in cells}
    labels = {(one["table"], one["row"]): one for one in cells}
    for table in SUPPORT_1.tables:
        steps = {column.step for column in table.columns}
        for (code, row), one in labels.items():
            if code == table.code:
                yield (
                    one["row_label"],
                    [
                        in_words(column, by_place, code, row)
                        for column in table.columns
                        if column.code not in steps
                    ],
                )


def in_words(column, by_place, table, row):
    one = by_place[table, row, column.code]
    value = Decimal(one["value"]) if one["value"] else None
    text = written(one["status"], value, is_change=column.is_change)
    step = by_place[table, row, column.step]["value"] if column.step else ""
    return f"{text} ({step})" if step else text


def lines(made):
    return list(csv.DictReader(io.StringIO(made[3].decode("utf-8-sig"))))


@pytest.mark.req("D11")
def test_page_and_csv_hold_the_same_figures(made, page):
    rows = list(figures(lines(made)))
    assert len(rows) > 50

    for label, texts in rows:
        te_reo = "(?: <span[^>]*>[^<]*</span>)?"
        row = rf'<th scope="row">{re.escape(escape(label))}{te_reo}</th>'
        for text in texts:
            row += rf"<td[^>]*>(?:<span[^>]*>)?{re.escape(text)}(?:</span>)?</td>"
        assert re.search(row, page), (label, texts)


@pytest.mark.req("D11")
def test_pdf_and_csv_hold_the_same_figures(made, words):
    printed = re.sub(r"[ \n]+", " ", words)

    for _, texts in figures(lines(made)):
        assert re.search(r"\s+".join(re.escape(text) for text in texts), printed), texts


@pytest.mark.req("D11")
def test_csv_json_and_stored_cells_are_the_same(made, settings, sign_in, country):
    settings.ROOT_URLCONF = "msa.urls.national"
    report, document, _, _ = made
    browser = sign_in(country[0].releaser)
    given = browser.get(f"/reports/{report.id}/report.json").json()["cells"]

    assert [
        (one["table"], one["row"], one["column"], one["status"], one["value"])
        for one in lines(made)
    ] == [
        (c.table, c.row, c.column, c.status, "" if c.figure is None else str(c.figure))
        for c in document.cells
    ]
    assert [
        (one["table"], one["row"], one["value"], one.get("decimals", 0))
        for one in given
    ] == [(c.table, c.row, c.value, c.decimals) for c in document.cells]


@pytest.mark.req("D11")
def test_charts_write_figures_of_their_tables_only(made):
    _, document, _, _ = made
    for part in document.groups:
        printed = {
            figure.text for line in part.answers.lines for figure in line.figures
        }
        in_chart = re.findall(r"<text[^>]*>([\d,.]+|c)</text>", part.chart or "")

        assert set(in_chart) <= printed


def test_means_stand_with_their_steps(made, page):
    means = [one for one in lines(made) if one["column"] == "mean" and one["value"]]
    assert means

    assert re.search(r">\d\.\d\d \(0\.\d\d\)<", page)


def test_the_statements_stand_in_both_languages(page, words):
    group, item = FORM.groups[0], FORM.items[0]
    assert f'lang="mi">{group.title.mi}</span>' in page
    assert f'lang="mi">{item.statement.mi}</span>' in page
    assert "Te pūrongo tautoko ā-motu" in words
    assert group.title.mi in words


def test_the_pdf_is_tagged_and_has_its_chapters(made):
    pdf = pikepdf.open(io.BytesIO(made[2]))

    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    with pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == [
            "At a glance",
            "How support is given",
            "What support helps with",
            "What has grown",
            "Check-ins and organisations",
            "The year so far",
            "Notes on method and small numbers",
            "This report as data",
        ]
    assert str(pdf.docinfo["/Title"]) == (
        "National Support report, July to September 2026"
    )
    assert len(made[2]) < 1_000_000


def test_the_same_cells_give_the_same_bytes(made):
    assert render_pdf(made[1]) == made[2]


def test_a_file_is_named_by_its_kind_and_quarter(made, settings, sign_in, country):
    settings.ROOT_URLCONF = "msa.urls.national"
    browser = sign_in(country[0].releaser)

    given = browser.get(f"/reports/{made[0].id}/pdf/")

    assert given.headers["Content-Disposition"] == (
        'attachment; filename="national-support-2026Q3-r1.pdf"'
    )


def test_the_trend_comes_from_frozen_cells_only(made):
    assert made[1].trend
    assert "Jun 26" in made[1].trend
