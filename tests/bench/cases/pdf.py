"""A report as a PDF: our lean pages against the same report as one writes it first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from weasyprint import HTML

from msa.pdf import html_to_pdf
from tests.bench.case import Case, Comparison
from tests.bench.pages import lean_html, naive_html
from tests.bench.world import World

_ANY = bytes(16)


def ours() -> bytes:
    """Return the report as this project makes its PDFs: tagged, the same each time."""
    return html_to_pdf(lean_html(), identifier=_ANY)


def naive() -> bytes:
    """Return the same report by the renderer's ordinary call, tagged as well."""
    content: bytes = HTML(string=naive_html()).write_pdf(pdf_variant="pdf/ua-1")
    return content


def _lines(world: World) -> Iterator[Comparison]:
    yield Comparison(
        "pdf",
        "12 pages, 11 tables and 15 charts in naive templates",
        0.4,
        partial(ours),
        partial(naive),
        repetitions=7,
    )


CASE = Case("pdf", _lines)
