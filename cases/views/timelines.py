"""The whole timeline of a person: narrowed by the address, read on, printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.happenings import HappeningKind
from cases.printing import timeline_pdf
from cases.queries import timelines

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def timeline(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show everything that happened, newest first, what is due on top (SES-06)."""
    kind, before = _kind(request), _day(request.GET.get("before", ""))
    page = timelines.whole_timeline(request.actor, subject, kind=kind, before=before)
    older = page.told.before
    context = {
        "card": page.card,
        "told": page.told,
        "kind": kind,
        "tabs": [
            {"url": _query(one), "label": label, "current": one is kind}
            for one, label in _kinds()
        ],
        "older_url": older and _query(kind, before=older.isoformat()),
        "newest_url": before and _query(kind),
        "print_query": _query(kind),
    }
    return render(request, "cases/timeline.html", context)


@require_safe
def on_paper(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Answer with all of it as a PDF; it says no name of his and opens no words."""
    kind = _kind(request)
    found = timelines.timeline_to_print(request.actor, subject, kind=kind)
    return HttpResponse(
        timeline_pdf(request.actor, found, kind=kind, at=timezone.now()),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="timeline.pdf"'},
    )


def _kinds() -> list[tuple[HappeningKind | None, str]]:
    return [(None, _("Everything")), *((one, str(one.label)) for one in HappeningKind)]


def _query(kind: HappeningKind | None, **more: str) -> str:
    """Return the end of an address; a mere ``?`` forgets what stood there before."""
    return "?" + urlencode(({"kind": kind.value} if kind else {}) | more)


def _kind(request: AreaRequest) -> HappeningKind | None:
    asked = request.GET.get("kind")
    return next((kind for kind in HappeningKind if kind.value == asked), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
