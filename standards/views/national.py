"""The national body's pages: who has submitted what, comments, strengths (STD-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from standards.enums import NOT_RATED, Perspective, Rating
from standards.forms import Remarking
from standards.queries import cycles as queries
from standards.queries import evidence, national, reviews
from standards.services import remarks as services
from standards.views.files import attached, pdf_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def standards(request: AreaRequest) -> HttpResponse:
    """Show which organisation has submitted its review, and when."""
    found = national.standings(request.actor)
    page = {
        "standings": found,
        "submitted": sum(one.newest is not None for one in found),
        "awaiting": sum(one.awaits_more for one in found),
    }
    return render(request, "standards/standings.html", page)


@require_safe
def strengths(request: AreaRequest) -> HttpResponse:
    """Show what organisations say they meet and what not, by one perspective."""
    asked = request.GET.get("by", "")
    seen_by = Perspective(asked) if asked in Perspective.values else Perspective.LEADERS
    page = {
        "strengths": national.strengths(request.actor, seen_by),
        "seen_by": seen_by,
        "ratings": [*Rating.labels, NOT_RATED],
        "tabs": [
            {"url": f"?by={one.value}", "label": one.label, "current": one == seen_by}
            for one in Perspective
        ],
    }
    return render(request, "standards/strengths.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show a submitted review; keep what is said about it."""
    cycle = queries.cycle(request.actor, pk)
    form = Remarking(request.POST or None, catalogue=cycle.standards)
    if request.method == "POST" and form.is_valid():
        services.remark(request.actor, pk, **form.cleaned_data, at=timezone.now())
        messages.success(request, "The organisation can read your comment now.")
        return redirect("national:standards-review", pk)
    page = {"review": reviews.read(cycle), "form": form}
    return render(request, "standards/submitted.html", page)


@require_safe
def pdf(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Give a submitted review as a PDF."""
    return pdf_of(reviews.read(queries.cycle(request.actor, pk)))


@require_safe
def file(request: AreaRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Give a file of a submitted review to keep."""
    found = evidence.file(queries.cycle(request.actor, pk), file)
    return attached(found, evidence.opened(request.actor, found))
