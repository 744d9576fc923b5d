from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.db import transaction
from django.urls import reverse

from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.enums import Kind, State
from reporting.kinds import KINDS
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services
from tests.reporting.conftest import (
    LATER,
    builder,
    built,
    do_jobs,
    read,
    released,
)


@pytest.fixture(autouse=True)
def national_site(settings):
    settings.ROOT_URLCONF = "msa.urls.national"


@pytest.fixture
def cast(country):
    return country[0]


@pytest.fixture
def compiler(cast, sign_in):
    return sign_in(cast.compiler)


@pytest.fixture
def releaser(cast, sign_in):
    return sign_in(cast.releaser)


@pytest.fixture(scope="module")
def draft(country):
    return built(country[0], Quarter(2025, 4))


@pytest.fixture(scope="module")
def done(country):
    return released(country[0], Quarter(2025, 3))


def asked_for(quarter, kind="OPERATIONAL"):
    return {"kind": kind, "quarter": quarter}


def url(name, report):
    return reverse(f"national:{name}", args=[report.id])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_only_quarters_that_are_over_are_offered(compiler):
    page = compiler.get(reverse("national:reports"))

    offered = page.context["form"].fields["quarter"].choices
    running = Quarter.from_code(offered[0][0]).next()
    assert len(offered) == 8
    assert running.code not in page.content.decode()


def test_a_quarter_that_is_not_over_cannot_be_asked_for(compiler):
    page = compiler.post(
        reverse("national:report-start"), {"kind": "OPERATIONAL", "quarter": "2031Q1"}
    )

    assert page.status_code == 200
    assert page.context["form"].errors


def test_start_watch_and_read(cast, compiler):
    start = {"kind": "OPERATIONAL", "quarter": Quarter(2026, 1).code}
    asked = compiler.post(reverse("national:report-start"), start)
    watching = compiler.get(asked.url, follow=True)
    do_jobs(cast)
    reading = compiler.get(watching.redirect_chain[-1][0], follow=True)

    assert "Waiting for the report builder" in text(watching)
    assert "This is a draft" in text(reading)
    assert "At a glance" in text(reading)


def test_a_second_start_leads_to_the_first_and_says_so(compiler, draft):
    page = compiler.post(
        reverse("national:report-start"),
        {"kind": "OPERATIONAL", "quarter": draft.quarter},
        follow=True,
    )

    assert page.redirect_chain[-1][0] == url("report", draft)
    assert "was started before" in text(page)


def test_the_polled_page_moves_on_when_the_draft_is_there(compiler, draft):
    polled = compiler.get(url("report-progress", draft), headers={"hx-request": "true"})
    plain = compiler.get(url("report-progress", draft))

    assert polled.headers["HX-Redirect"] == url("report", draft)
    assert plain.status_code == 302


def test_a_stopped_report_says_so_and_can_be_tried_again(cast, compiler, settings):
    key, settings.MSA_ROUNDING_KEY = settings.MSA_ROUNDING_KEY, b"short"
    asked = compiler.post(
        reverse("national:report-start"),
        {"kind": "OPERATIONAL", "quarter": Quarter(2025, 2).code},
    )
    do_jobs(cast)
    stopped = compiler.get(asked.url, follow=True)
    settings.MSA_ROUNDING_KEY = key

    again = re.search(r'action="([^"]+try-again/)"', stopped.content.decode())
    compiler.post(again[1])
    do_jobs(cast)

    assert "The report stopped" in text(stopped)
    assert "This is a draft" in text(compiler.get(asked.url, follow=True))


def test_the_release_page_says_who_compiled_and_what_is_hidden(releaser, draft):
    page = releaser.get(url("report-release", draft))

    hidden = sum(cell.status in {"c", "few"} for cell in _cells(draft))
    assert hidden
    assert page.context["hidden"] == hidden
    assert f"Figures hidden {hidden}" in text(page)
    assert "Compiled by Compiler" in text(page)
    assert draft.content_hash in page.content.decode().replace("<wbr>", "")


def test_the_compiler_is_told_why_he_cannot_release(cast, compiler, draft):
    shown = compiler.get(url("report-release", draft))
    refused = compiler.post(url("report-release", draft))

    reason = "You compiled this report, so somebody else has to release it."
    assert reason in text(shown)
    assert "Release the report" not in text(shown)
    assert refused.status_code == 403
    assert reason in text(refused)
    assert read(cast, draft.id).state == State.DRAFT


def test_the_refusal_is_in_the_audit(cast, compiler, draft):
    compiler.post(url("report-release", draft))

    with use(Context(cast.national.id, FOUNDER, "owner")), transaction.atomic():
        refusals = Event.objects.filter(
            action="access.refused", payload__target=str(draft.id)
        )
        assert {event.actor for event in refusals} == {cast.compiler.person}


def test_another_person_releases_and_takes_the_pdf(cast, releaser):
    draft = built(cast, Quarter(2024, 4))
    page = releaser.post(url("report-release", draft), follow=True)
    do_jobs(cast)
    reading = releaser.get(url("report", draft))
    content = releaser.get(url("report-pdf", draft))

    assert "Released" in text(page)
    assert re.search(r"Download the report \(PDF, [\d.]+.KB\)", text(reading))
    assert content.content[:5] == b"%PDF-"
    assert content.headers["Content-Type"] == "application/pdf"


def test_a_page_that_waited_for_its_pdf_is_loaded_anew(releaser, done):
    polled = releaser.get(url("report", done), headers={"hx-request": "true"})

    assert polled.headers["HX-Redirect"] == url("report", done)


def test_a_draft_has_nothing_to_download(compiler, draft):
    assert compiler.get(url("report-pdf", draft)).status_code == 404
    assert compiler.get(url("report-data", draft)).status_code == 404


def test_the_json_holds_the_frozen_cells(releaser, done):
    given = json.loads(releaser.get(url("report-data", done)).content)

    assert given["content_hash"] == done.content_hash
    assert [
        (one["table"], one["row"], one["column"], one["status"], one["value"])
        for one in given["cells"]
    ] == [(c.table, c.row, c.column, c.status, c.value) for c in _cells(done)]


def test_no_address_or_file_name_names_more_than_the_quarter(releaser, done):
    given = releaser.get(url("report-pdf", done))

    assert given.headers["Content-Disposition"] == (
        'attachment; filename="national-operational-2025Q3-r1.pdf"'
    )


@pytest.mark.parametrize(
    "name",
    [
        "report",
        "report-progress",
        "report-release",
        "report-pdf",
        "report-csv",
        "report-data",
    ],
)
def test_casework_staff_get_nothing(cast, sign_in, done, name):
    page = sign_in(cast.manager).get(url(name, done))

    assert page.status_code == 404


def test_setting_aside_needs_a_post(compiler, draft):
    assert compiler.get(url("report-set-aside", draft)).status_code == 405


def _cells(report):
    with use(Context(FOUNDER, FOUNDER, "national")), transaction.atomic():
        return queries.cells(report.id)


def test_both_people_are_told_what_the_attack_found(cast, compiler, releaser):
    finding = {
        "words": "a hidden figure can be worked out",
        "kind": "OPERATIONAL",
        "quarter": "2025Q1",
        "revision": 1,
        "name": "age/FROM_35/people",
    }
    with use(cast.compiler.context), transaction.atomic():
        quarter = Quarter(2025, 1)
        started = services.start(cast.compiler, Kind.OPERATIONAL, quarter, at=LATER)
    with builder(cast), transaction.atomic():
        Report.objects.filter(id=started.report.id).update(
            state=State.DRAFT,
            compiled_at=LATER,
            content_hash="0" * 64,
            attack={"passes": False, "findings": [finding]},
        )

    for browser in (compiler, releaser):
        page = browser.get(url("report-release", started.report))
        assert "Nobody can release them" in text(page)
        assert "age/FROM_35/people" in text(page)
        assert "a hidden figure can be worked out" in text(page)
        assert "Release the report" not in text(page)
        assert "Set the draft aside" in text(page)


def test_the_quarter_says_of_every_kind_what_is_next(cast, compiler, releaser, draft):
    page = compiler.get(reverse("national:report-quarter", args=[draft.quarter]))
    other = releaser.get(reverse("national:report-quarter", args=[draft.quarter]))

    assert [one.kind for one in page.context["kinds"]] == list(KINDS)
    assert "Read the draft" in text(page)
    assert "Read and release" in text(other)
    assert text(page).count("Start it") == len(KINDS) - 1


@pytest.mark.parametrize("code", ["2031Q1", "2010Q1", "nothing"])
def test_a_quarter_that_is_not_offered_has_no_page(compiler, code):
    address = reverse("national:report-quarter", args=[code])

    assert compiler.get(address).status_code == 404


def test_a_kind_that_nobody_makes_cannot_be_asked_for(compiler):
    asked = asked_for(Quarter(2025, 3).code, kind="FINANCIAL")

    page = compiler.post(reverse("national:report-start"), asked)

    assert page.context["form"].errors["kind"]


def test_the_csv_holds_the_frozen_cells(releaser, done):
    given = releaser.get(url("report-csv", done))
    lines = list(csv.DictReader(io.StringIO(given.content.decode("utf-8-sig"))))

    assert given.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert given.headers["Content-Disposition"] == (
        'attachment; filename="national-operational-2025Q3-r1.csv"'
    )
    assert [
        (one["table"], one["row"], one["column"], one["status"], one["value"])
        for one in lines
    ] == [
        (c.table, c.row, c.column, c.status, "" if c.figure is None else str(c.figure))
        for c in _cells(done)
    ]


def test_links_to_files_say_type_and_size(releaser, done):
    page = text(releaser.get(url("report", done)))

    assert re.search(r"Download the report \(PDF, [\d.]+.KB\)", page)
    assert re.search(r"Download the figures \(CSV, [\d.]+.KB\)", page)
