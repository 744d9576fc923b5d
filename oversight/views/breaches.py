"""Whom a breach touched: a list for telling them, and its clock (SEC-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from msa.accounts.step_up import asks_second_factor
from oversight.forms import BreachForm
from oversight.printing import pdf
from oversight.queries import breaches as queries
from oversight.queries.letterhead import own_organisation
from oversight.services.breaches import write_down

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def breaches(request: AreaRequest) -> HttpResponse:
    """Show what was looked into."""
    page = {"breaches": queries.breaches()}
    return render(request, "oversight/breaches.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def new(request: AreaRequest) -> HttpResponse:
    """Ask whose access, in which days, and when it was noticed."""
    posted = request.POST if request.method == "POST" else None
    form = BreachForm(posted, members=queries.accounts())
    if not form.is_valid():
        return render(request, "oversight/breach_new.html", {"form": form})
    from_at, to_at = form.period()
    breach = write_down(
        request.actor,
        member=form.account(),
        from_at=from_at,
        to_at=to_at,
        noticed_at=form.noticed_at(),
        at=timezone.now(),
    )
    return redirect("manager:breach", breach.id)


@require_safe
@asks_second_factor
def breach(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show everybody whom the access reached, and how long there is to tell them."""
    found = queries.findings(request.actor, pk, at=timezone.now())
    return render(request, "oversight/breach.html", {"found": found})


@require_safe
@asks_second_factor
def breach_pdf(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Answer with the list on paper."""
    at = timezone.now()
    page: dict[str, object] = {
        "found": queries.findings(request.actor, pk, at=at, act="printed"),
        "organisation": own_organisation(request.actor),
        "at": at,
    }
    return pdf("oversight/pdf/breach.html", page, name="breach.pdf")
