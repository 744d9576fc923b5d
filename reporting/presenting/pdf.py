"""A report's document as a PDF."""

from __future__ import annotations

from django.template.loader import render_to_string

from msa.pdf import html_to_pdf
from reporting.presenting.document import Document


def render_pdf(document: Document) -> bytes:
    """Return a report as a tagged PDF; the same document gives the same bytes."""
    html = render_to_string(document.pages, {"document": document})
    identifier = bytes.fromhex(document.report.content_hash)[:16]
    return html_to_pdf(html, identifier=identifier)
