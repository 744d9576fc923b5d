"""Who looked: shown to the survivor by those who work with him, or printed for him."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.forms import QuarterForm
from oversight.printing import pdf
from oversight.queries import history
from oversight.queries.letterhead import own_organisation

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def who_looked(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show who opened his record, what of it, when and why (RGT-03)."""
    at = timezone.now()
    form = _filter(request, subject)
    quarter = form.chosen()
    before = _day(request.GET.get("before", ""))
    shown = history.looked_at(
        request.actor, subject, at=at, quarter=quarter, before=before
    )
    kept = {"quarter": quarter.code} if quarter else {}
    older = kept | {"before": shown.older.isoformat()} if shown.older else {}
    page = {
        "subject": subject,
        "form": form,
        "history": shown,
        "quarter": quarter,
        "older_url": older and f"?{urlencode(older)}",
        "newest_url": before and (f"?{urlencode(kept)}" if kept else request.path),
        "print_query": urlencode(kept),
    }
    return render(request, "oversight/who_looked.html", page)


@require_safe
def who_looked_pdf(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Answer with the list on paper; it names nobody but those who work here."""
    at = timezone.now()
    quarter = _filter(request, subject).chosen()
    page: dict[str, object] = {
        "history": history.to_print(request.actor, subject, at=at, quarter=quarter),
        "quarter": quarter,
        "organisation": own_organisation(request.actor),
        "at": at,
    }
    return pdf("oversight/pdf/who_looked.html", page, name="who-looked.pdf")


def _filter(request: AreaRequest, subject: UUID) -> QuarterForm:
    quarters = history.quarters_to_choose(subject, at=timezone.now())
    return QuarterForm(request.GET, quarters=quarters)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
