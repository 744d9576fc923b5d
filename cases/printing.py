"""A survivor's timeline on paper (SES-06)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.template.loader import render_to_string

from cases.happenings import HappeningKind
from cases.queries.timelines import TimelineOnPaper
from msa.accounts.actor import Actor
from msa.pdf import html_to_pdf
from msa.tenancy.models import Organisation


def timeline_pdf(
    actor: Actor, timeline: TimelineOnPaper, *, kind: HappeningKind | None, at: datetime
) -> bytes:
    """Return a timeline as a tagged PDF that says nobody's name but the staff's.

    Raises:
        RenderFailed: it is more than can be printed.
    """
    page = {
        "timeline": timeline,
        "kind": kind,
        "organisation": Organisation.objects.get(id=actor.organisation),
        "at": at,
    }
    html = render_to_string("cases/pdf/timeline.html", page)
    return html_to_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
