from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse

from msa.tenancy.context import use
from reporting.enums import Kind
from reporting.funders.api.renderers import Csv
from reporting.funders.api.serializers import FigureRow
from reporting.funders.enums import Scope
from reporting.funders.queries.definitions import definitions
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from tests.funders.conftest import V1, Program
from tests.reporting.conftest import released

pytestmark = pytest.mark.req("REP-09")


@pytest.fixture(scope="module")
def revised(cast):
    """A released report and the revision that replaced it."""
    return released(cast, Quarter(2024, 4)), released(cast, Quarter(2024, 4))


def figures_of(rows):
    """Figures by place, as exact numbers."""
    return {
        (one["table"], one["row"], one["column"]): (
            None if one["value"] in {None, ""} else Decimal(str(one["value"])),
            one["status"],
        )
        for one in rows
    }


def tables_of(reader, report):
    return [one["table"] for one in reader.rows(f"/reports/{report.id}/tables")]


def as_json(reader, report):
    return [
        row
        for table in tables_of(reader, report)
        for row in reader.rows(f"/reports/{report.id}/tables/{table}")
    ]


def as_csv(reader, report):
    return [
        row
        for table in tables_of(reader, report)
        for row in csv.DictReader(
            io.StringIO(
                reader.get(
                    f"/reports/{report.id}/tables/{table}?limit=500", Accept="text/csv"
                ).content.decode()
            )
        )
    ]


def frozen(cast, report):
    with use(cast.compiler.context), transaction.atomic():
        return {
            (c.table, c.row, c.column): (c.figure, c.status)
            for c in queries.cells(report.id)
        }


@pytest.fixture
def reader(give):
    return Program(
        give(
            scopes=[Scope.READ, Scope.ORGANISATIONS],
            organisations=["kauri", "rimu", "totara"],
        )
    )


@pytest.mark.req("D11")
def test_json_and_csv_hold_every_frozen_figure(cast, reader, done, settings):
    settings.MSA_FUNDER_LIMITS = {}
    expected = frozen(cast, done)

    assert len(expected) > 80
    assert {status for _, status in expected.values()} >= {"ok", "c"}
    assert figures_of(as_json(reader, done)) == expected
    assert figures_of(as_csv(reader, done)) == expected


@pytest.mark.req("D11")
def test_a_support_report_is_read_as_it_was_frozen(cast, reader, settings):
    settings.MSA_FUNDER_LIMITS = {}
    report = released(cast, Quarter(2026, 3), Kind.SUPPORT)
    expected = frozen(cast, report)

    means = [figure for figure, _ in expected.values() if figure and figure % 1]
    assert len(means) > 10
    assert figures_of(as_json(reader, report)) == expected
    assert figures_of(as_csv(reader, report)) == expected


@pytest.mark.req("D11")
def test_the_page_and_the_pdf_say_the_same(cast, reader, done, sign_in, settings):
    settings.MSA_FUNDER_LIMITS = {}
    rows = as_json(reader, done)
    page = sign_in(cast.releaser).get(reverse("national:report", args=[done.id]))
    with use(cast.compiler.context), transaction.atomic():
        file = queries.file(done.id, "pdf")
    html, pdf = text_of(page.content.decode()), text_of_pdf(bytes(file.content))

    assert len(rows) > 80
    for line in lines_of(rows):
        assert line in html
        assert line.replace(" ", "") in pdf


def lines_of(rows):
    """Each row of each table as a reader sees it: its words, then its figures."""
    words = {"c": "c", "few": "fewer than 10", "z": "z"}
    lines = {}
    for row in rows:
        figure = words.get(row["status"]) or f"{row['value']:,}"
        label = (row["table"], row["row"], row["row_label"])
        lines.setdefault(label, []).append(figure)
    return [f"{label} {' '.join(shown)}" for (_, _, label), shown in lines.items()]


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def text_of_pdf(content):
    ran = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return re.sub(r"\s+", "", ran.stdout.decode())


def test_a_superseded_revision_stays_and_names_its_successor(reader, revised):
    first, second = revised
    old = reader.get(f"/reports/{first.id}").json()
    new = reader.get(f"/reports/{second.id}").json()

    assert (old["is_current"], old["superseded_by"]) == (False, str(second.id))
    assert (new["is_current"], new["supersedes"]) == (True, str(first.id))
    assert as_json(reader, first)


def test_a_report_says_what_it_is(program, done):
    one = program.get(f"/reports/{done.id}").json()

    assert one["period"] == "2025-Q3"
    assert (one["starts_on"], one["ends_on"]) == ("2025-07-01", "2025-09-30")
    assert one["content_hash"] == done.content_hash
    assert one["title"] == "National Operational report, July to September 2025"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?period=2025-Q3", 1),
        ("?period=2021-Q1", 0),
        ("?kind=OPERATIONAL&period=2025-Q3", 1),
        ("?kind=SUPPORT&period=2025-Q3", 0),
    ],
)
def test_reports_can_be_chosen(program, done, asked, found):
    assert len(program.get(f"/reports{asked}").json()["results"]) == found


@pytest.mark.parametrize(
    "asked", ["kind=OTHER", "period=2025Q3", "period=", "colour=x"]
)
def test_a_choice_that_is_none_is_refused(program, asked):
    answer = program.get(f"/reports?{asked}")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("#parameter")


def test_pages_lead_through_every_row_once_and_back(reader, done):
    path = f"/reports/{done.id}/tables/ways"
    whole = reader.get(f"{path}?limit=500").json()["results"]
    assert reader.rows(f"{path}?limit=4") == whole

    first = reader.get(f"{path}?limit=4")
    second = reader.get(first.json()["next"].partition(V1)[2])
    back = reader.get(second.json()["previous"].partition(V1)[2])
    assert back.json()["results"] == first.json()["results"]
    assert f'<{first.json()["next"]}>; rel="next"' in first.headers["Link"]


@pytest.mark.parametrize("limit", ["1000000", "501", "0", "-1", "x", "1.5", "٣", ""])
def test_a_page_size_that_is_not_possible_is_refused(program, limit):
    answer = program.get(f"/definitions?limit={limit}")

    assert answer.status_code == 400
    assert "1 to 500" in answer.json()["detail"]


@pytest.mark.parametrize(
    "cursor", ["x", "", "YWZ0ZXIgbm9wZQ==", "%00", "é", "A" * 9000]
)
def test_a_cursor_that_is_not_ours_is_refused(program, cursor):
    answer = program.get("/definitions", **{})
    refused = program.get(f"/definitions?cursor={cursor}")

    assert answer.status_code == 200
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("#cursor")


def test_what_has_not_changed_is_not_sent_again(program, done):
    path = f"/reports/{done.id}/tables/people"
    first = program.get(path)
    by_tag = program.get(path, **{"If-None-Match": first.headers["ETag"]})
    by_date = program.get(path, **{"If-Modified-Since": first.headers["Last-Modified"]})

    assert re.fullmatch(r'"[0-9a-f]{40}"', first.headers["ETag"])
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]
    assert by_date.status_code == 304


def test_each_form_has_its_own_tag(program, done):
    path = f"/reports/{done.id}/tables/people"
    plain, lines = program.get(path), program.get(f"{path}?format=csv")
    asked = program.get(path, Accept="text/csv")

    assert lines.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines.headers["ETag"] != plain.headers["ETag"]
    assert asked.content == lines.content
    assert "Accept" in plain.headers["Vary"]


def test_a_head_request_gets_the_headers(program, done):
    answer = program.ask("head", f"/reports/{done.id}")

    assert (answer.status_code, answer.content) == (200, b"")
    assert "ETag" in answer.headers


@pytest.mark.req("S23")
@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "|", "%"])
def test_no_cell_starts_a_formula(begins):
    columns = list(FigureRow().fields)
    row = dict.fromkeys(columns, "") | {"row_label": f"{begins}1+cmd()", "value": -0.2}

    class View:
        pass

    view = View()
    view.columns = columns
    written = Csv().render({"results": [row]}, None, {"view": view}).decode()

    (read,) = csv.DictReader(io.StringIO(written))
    assert read["row_label"][0] == "'"
    assert read["value"] == "-0.2"


def test_te_reo_survives_the_csv(reader, done):
    lines = reader.get(f"/reports/{done.id}/tables/ethnicity?format=csv")

    assert "Māori" in lines.content.decode("utf-8")


def test_definitions_explain_every_sign_that_is_used(reader, cast, done):
    explained = {
        one["code"] for one in reader.rows("/definitions") if one["topic"] == "status"
    }

    assert {status for _, status in frozen(cast, done).values()} <= explained


def test_no_two_definitions_have_one_key():
    keys = [one.key for one in definitions()]

    assert len(keys) > 50
    assert len(set(keys)) == len(keys)


def test_health_needs_no_token(client):
    answer = client.get(f"{V1}/health")

    assert answer.json() == {"status": "ok"}


def test_json_is_strict(program, done):
    content = program.get(f"/reports/{done.id}/tables/people").content
    released_at = program.get(f"/reports/{done.id}").json()["released_at"]

    assert json.loads(content, parse_constant=lambda name: pytest.fail(name))
    assert datetime.fromisoformat(released_at).astimezone(UTC) == done.released_at


def test_the_pdf_of_the_test_is_one(cast, done):
    with use(cast.compiler.context), transaction.atomic():
        file = queries.file(done.id, "pdf")

    assert pikepdf.open(io.BytesIO(bytes(file.content))).pages
