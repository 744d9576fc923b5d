"""A policy on paper."""

from __future__ import annotations

import hashlib

from django.template.loader import render_to_string

from handbook.models import Version
from msa.pdf import html_to_pdf
from msa.tenancy.models import Organisation


def render_pdf(version: Version) -> bytes:
    """Return the text of a version as a PDF; the same version, the same bytes."""
    page = {
        "version": version,
        "organisation": Organisation.objects.get(id=version.organisation_id),
    }
    html = render_to_string("handbook/pdf/policy.html", page)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return html_to_pdf(html, identifier=identifier)
