"""What is handed over on paper."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.template.loader import render_to_string

from msa.pdf import html_to_pdf


def pdf(template: str, page: dict[str, object], *, name: str) -> HttpResponse:
    """Answer with a PDF to keep; ``name`` tells nothing of whom it is about."""
    html = render_to_string(template, page)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return HttpResponse(
        html_to_pdf(html, identifier=identifier),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
