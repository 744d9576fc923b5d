"""The letter of a referral on paper, in the very words he agreed to (REF-02)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.template.loader import render_to_string

from cases.referrals.queries.outward import Opened
from msa.accounts.actor import Actor
from msa.pdf import html_to_pdf
from msa.tenancy.models import Organisation


def as_letter(actor: Actor, opened: Opened, *, at: datetime) -> bytes:
    """Return the letter as a tagged PDF.

    Raises:
        RenderFailed: it is more than can be printed.
    """
    page = {
        "goes_out": opened.goes_out,
        "consent": opened.consent,
        "organisation": Organisation.objects.get(id=actor.organisation),
        "signed_by": actor.name,
        "at": at,
    }
    html = render_to_string("referrals/pdf/letter.html", page)
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
