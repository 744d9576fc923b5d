"""One entry of the register on paper."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.template.loader import render_to_string

from cases.overrides.queries.disclosures import Entry
from msa.accounts.actor import Actor
from msa.pdf import html_to_pdf
from msa.tenancy.models import Organisation


def as_pdf(actor: Actor, entry: Entry, *, at: datetime) -> bytes:
    """Return an entry as a tagged PDF.

    Raises:
        RenderFailed: it is more than can be printed.
    """
    page = {
        "entry": entry,
        "row": entry.row,
        "organisation": Organisation.objects.get(id=actor.organisation),
        "at": at,
    }
    html = render_to_string("overrides/pdf/disclosure.html", page)
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
