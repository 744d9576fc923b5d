"""His copy on paper: one PDF, set from its chapters."""

from __future__ import annotations

import hashlib

from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

from msa.pdf import html_to_pdf
from oversight.queries.history import History
from rights.chapters import chapters, titles
from rights.document import About
from rights.queries.held import Held


def as_pdf(held: Held, looked: History, about: About) -> bytes:
    """Return the whole copy as a tagged PDF."""
    page = {
        "cover": titles(gettext_noop("Your own copy")),
        "chapters": chapters(held, looked),
        "reference": next((one.row.reference for one in held.of("record")), ""),
        "wanted": about.request,
        "organisation": about.organisation,
        "at": about.at,
    }
    html = render_to_string("rights/pdf/copy.html", page)
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
