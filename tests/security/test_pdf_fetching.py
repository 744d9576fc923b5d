from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction
from weasyprint import HTML

from msa.pdf import FetchRefused, html_to_pdf
from msa.tenancy.context import use
from reporting.models import Report
from reporting.narratives.document import Chapter, QualitativeDocument
from reporting.narratives.models import Passage
from reporting.narratives.prompts import PROMPTS
from reporting.presenting.pdf import render_pdf
from standards import printing
from standards.queries import reviews
from standards.services.judgements import Said
from tests.cast import NOW, Cast
from tests.security.pdf_vectors import Trap, trap, vectors
from tests.standards import world

SECRET = b"a secret of this machine"
PAGE = '<html lang="en-NZ"><title>Page</title>'


@pytest.fixture
def caught() -> Iterator[Trap]:
    with trap() as listening:
        yield listening


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_bytes(SECRET)
    return file


def embedded(content: bytes) -> list[str]:
    """Return what a PDF carries besides its pages."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        linked = [
            str(note.Subtype)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.Subtype in {"/FileAttachment", "/Movie", "/Sound", "/Screen"}
        ]
        return [*pdf.attachments, *linked]


def holds(content: bytes, words: bytes) -> bool:
    """Say whether any stream of a PDF holds some bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        return any(words in one.read_bytes() for one in streams if "/Type" in one)


@pytest.mark.req("S24")
def test_an_ordinary_renderer_would_fetch_and_embed(caught: Trap, secret: Path) -> None:
    aimed = vectors(caught, secret)

    content = HTML(string=PAGE + "".join(aimed.values())).write_pdf()

    assert len(aimed) >= 40
    assert len(set(caught.asked)) >= 25
    assert "/redirected" in caught.asked
    assert embedded(content)
    assert holds(content, SECRET)


@pytest.mark.req("S24")
def test_no_page_fetches_or_embeds(caught: Trap, secret: Path) -> None:
    aimed, made = vectors(caught, secret), {}

    for name, html in aimed.items():
        try:
            made[name] = html_to_pdf(PAGE + html, identifier=bytes(16))
        except FetchRefused:
            continue

    assert caught.asked == []
    assert [name for name, content in made.items() if embedded(content)] == []
    assert [name for name, content in made.items() if holds(content, SECRET)] == []
    assert {"attachment of ours", "attachment link of ours"} <= made.keys()


def words_of(content: bytes) -> str:
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", ran.stdout.decode())


def stands_in(words: str, text: str) -> bool:
    return re.sub(r"\s+", "", text)[:60] in words


@pytest.mark.req("S24")
def test_what_is_written_into_a_review_is_only_text(
    cast: Cast, caught: Trap, secret: Path
) -> None:
    aimed = list(vectors(caught, secret).values())
    cycle = world.started(cast.manager)
    for number, part in zip(("1.1", "1.2"), (aimed[:30], aimed[30:]), strict=True):
        said = Said("FULLY", "", "", comment="\n".join(part), evidence="\n".join(part))
        world.rated(cast.manager, cycle, number, said)
    with use(cast.manager.context), transaction.atomic():
        review = reviews.read(cycle)
    named = replace(review, organisation=review.organisation)
    named.organisation.name = aimed[0]

    content = printing.render_pdf(named)

    words = words_of(content)
    assert [text for text in aimed if not stands_in(words, text)] == []
    assert caught.asked == []
    assert embedded(content) == []


@pytest.mark.req("S24")
def test_what_is_told_of_a_quarter_is_only_text(caught: Trap, secret: Path) -> None:
    aimed = list(vectors(caught, secret).values())
    passages = tuple(
        Passage(prompt=PROMPTS[0].code, label=text, text=text, position=at)
        for at, text in enumerate(aimed)
    )
    report = Report(
        quarter="2026Q3",
        spec=aimed[0],
        revision=1,
        policy=aimed[1],
        content_hash="0" * 64,
        started_at=NOW + timedelta(days=90),
    )
    document = QualitativeDocument(
        report=report,
        cells=(),
        measures=(),
        chapters=(Chapter(PROMPTS[0], passages),),
        organisations=tuple(aimed),
    )

    content = render_pdf(document)

    words = words_of(content)
    assert [text for text in aimed if not stands_in(words, text)] == []
    assert caught.asked == []
    assert embedded(content) == []
