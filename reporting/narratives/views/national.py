"""National staff: who has submitted, reading it, taking it into the report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.narratives.enums import State
from reporting.narratives.forms import quarter_in
from reporting.narratives.prompts import PROMPTS
from reporting.narratives.queries import narratives as queries
from reporting.narratives.services import inclusion as services
from reporting.narratives.services.inclusion import TellsHiddenFigures

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def narratives(request: AreaRequest) -> HttpResponse:
    """Show which organisations have submitted something about a quarter."""
    offered = queries.offered_quarters(at=timezone.now())
    quarter = quarter_in(request.GET.get("quarter", ""), offered[1])
    lines = queries.organisation_lines(request.actor, quarter)
    page = {
        "quarter": quarter,
        "others": [one for one in offered if one != quarter],
        "lines": lines,
        "submitted": sum(one.narrative is not None for one in lines),
        "included": sum(
            one.narrative is not None and one.narrative.state == State.INCLUDED
            for one in lines
        ),
    }
    return render(request, "narratives/organisations.html", page)


@require_safe
def narrative(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show one submitted narrative."""
    found = queries.submitted(request.actor, pk)
    texts = queries.approved_texts(pk)
    page = {
        "narrative": found,
        "quarter": found.period,
        "organisation": queries.organisation_of(found),
        "texts": [(one, texts[one.code]) for one in PROMPTS if one.code in texts],
    }
    return render(request, "narratives/read.html", page)


@require_POST
def include(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Take a narrative into the national report."""
    try:
        services.include(request.actor, pk, at=timezone.now())
    except TellsHiddenFigures:
        messages.warning(
            request,
            "It names a number that no released table of the quarter shows. Release "
            "the figures first, or ask the organisation to take the number out.",
        )
    else:
        messages.success(request, "It joins the next Qualitative report.")
    return redirect("national:narrative", pk)


@require_POST
def leave_out(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Leave a narrative out again."""
    services.leave_out(request.actor, pk)
    messages.success(request, "Left out. The organisation can take it back now.")
    return redirect("national:narrative", pk)
