"""A review as a PDF."""

from __future__ import annotations

from django.template.loader import render_to_string

from msa.pdf import html_to_pdf
from standards.queries.reviews import Review


def render_pdf(review: Review) -> bytes:
    """Return a review as a tagged PDF; the same review gives the same bytes."""
    html = render_to_string("standards/pdf/review.html", {"review": review})
    return html_to_pdf(html, identifier=bytes.fromhex(review.digest)[:16])


def file_name(review: Review) -> str:
    """Return the file's name, which tells nothing that the reader does not know."""
    cycle = review.cycle
    return (
        f"quality-standards-{cycle.starts_on:%Y-%m}-{cycle.ends_on:%Y-%m}"
        f"-r{cycle.revision}.pdf"
    )
