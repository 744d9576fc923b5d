"""What he is told before he consents, on paper, in both languages (CON-09)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.template.loader import render_to_string

from consent.about import Telling
from msa.pdf import html_to_pdf


def about_pdf(tellings: Sequence[Telling]) -> bytes:
    """Return it as a tagged PDF, a part for each language; the same for everybody."""
    html = render_to_string("consent/pdf/about.html", {"tellings": tellings})
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
