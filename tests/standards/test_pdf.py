from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest
from django.db import transaction

from msa.tenancy.context import use
from standards.catalogue import CURRENT
from standards.printing import file_name, render_pdf
from standards.queries import reviews
from standards.queries.reviews import Review
from tests.cast import Cast
from tests.standards import world


def read(actor, cycle) -> Review:
    with use(actor.context), transaction.atomic():
        return reviews.read(cycle)


@pytest.fixture
def review(cast: Cast) -> Review:
    world.submitted(cast.manager, world.LAST_YEAR)
    return read(cast.manager, world.submitted(cast.manager))


def words_of(content: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=content, capture_output=True, check=True)
    return re.sub(r"\s+", " ", found.stdout.decode())


def test_it_is_tagged_titled_and_has_bookmarks(review: Review) -> None:
    pdf = pikepdf.open(io.BytesIO(render_pdf(review)))

    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-NZ"
    assert str(pdf.docinfo["/Title"]) == (
        "Review of quality standards, July 2026 to June 2027"
    )
    with pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    areas = [f"{area.number} {area.title}" for area in CURRENT.areas]
    assert titles == ["At a glance", *areas, "What will be done"]


def test_all_its_fonts_are_embedded(review: Review) -> None:
    pdf = pikepdf.open(io.BytesIO(render_pdf(review)))

    fonts = [
        font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
    ]

    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "Public" in str(descriptor.FontName)
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_same_review_gives_the_same_bytes(cast: Cast, review: Review) -> None:
    again = read(cast.manager, review.cycle)

    assert render_pdf(again) == render_pdf(review)


@pytest.mark.req("STD-04")
def test_the_national_body_has_the_same_bytes(cast: Cast, review: Review) -> None:
    world.remarked(cast.compiler, review.cycle)

    theirs = read(cast.compiler, review.cycle)

    assert theirs.remarks
    assert render_pdf(theirs) == render_pdf(review)


def test_it_says_what_the_page_says(cast: Cast, review: Review, sign_in) -> None:
    words = words_of(render_pdf(review))
    page = sign_in(cast.manager).get(f"/manage/standards/{review.cycle.id}/1.1/")
    shown = re.sub(r"\s+", " ", page.content.decode())

    for said in (
        "Ngā tāne see it",
        "https://example.org/plan",
        "Write the plan together",
        "5 March 2027",
        CURRENT.standard("1.1").statement,
    ):
        assert said in shown
        assert said in words


@pytest.mark.req("STD-01")
def test_it_holds_every_standard_by_its_number(review: Review) -> None:
    words = words_of(render_pdf(review))

    assert [
        one.number
        for one in CURRENT.standards
        if f"{one.number} {one.title}" not in words or one.statement not in words
    ] == []


def test_a_draft_says_so(cast: Cast) -> None:
    cycle = world.started(cast.manager)

    words = words_of(render_pdf(read(cast.manager, cycle)))

    assert "Draft, not signed off" in words


def test_its_name_tells_no_organisation(review: Review) -> None:
    assert file_name(review) == "quality-standards-2026-07-2027-06-r1.pdf"
