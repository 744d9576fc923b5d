"""Reading one record in an emergency: begun, read, over, reviewed (CON-07)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.overrides.enums import Ground, Outcome
from cases.overrides.forms import EmergencyForm, FindForm, ReviewForm
from cases.overrides.queries import disclosures
from cases.overrides.queries import readings as queries
from cases.overrides.services import readings as services
from cases.overrides.views.overview import show_overview
from cases.overrides.views.parts import part_facts
from cases.views import cursors
from consent.queries import subject_for
from consent.retention.queries import known_by
from msa.access.refusals import NotVisible
from msa.accounts.step_up import asks_second_factor

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_POST
def find(request: AreaRequest) -> HttpResponse:
    """Lead to the record that has a number, in force or sealed."""
    form = FindForm(request.POST)
    if form.is_valid():
        try:
            subject = known_by("".join(form.cleaned_data["reference"].split()))
        except NotVisible:
            form.add_error("reference", _("No record here has this number"))
        else:
            return redirect("manager:emergency-new", subject)
    return show_overview(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Ask what makes it an emergency, then open the record for half an hour."""
    subject_for(subject)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        row = services.begin(
            request.actor, subject, Ground(told["ground"]), reason=told["reason"]
        )
        return redirect("manager:emergency", subject, row.id)
    at = timezone.now()
    page = {
        "form": form,
        "subject": subject,
        "has_others": disclosures.somebody_else_approves(request.actor, subject, at=at),
    }
    return render(request, "overrides/emergency_new.html", page)


@require_safe
def reading(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show the record while it is open, and afterwards that it took place."""
    return _reading(request, subject, pk)


@require_POST
def review(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note what a review came to."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _reading(request, subject, pk, review_form=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    services.review(request.actor, subject, pk, outcome, at=timezone.now())
    messages.success(request, _("Reviewed."))
    return redirect("manager:emergency", subject, pk)


def _reading(
    request: AreaRequest, subject: UUID, pk: UUID, **forms: object
) -> HttpResponse:
    row = queries.reading(pk, subject)
    page = {
        "subject": subject,
        "row": row,
        "reason": queries.reason_of(request.actor, row),
        "may_review": queries.may_review(request.actor, row),
        "review_form": ReviewForm(),
        "has_errors": bool(forms),
        **forms,
    }
    if queries.is_open(request.actor, row, at=timezone.now()):
        page |= _record(request, subject)
    return render(request, "overrides/emergency.html", page)


def _record(request: AreaRequest, subject: UUID) -> dict[str, object]:
    after = cursors.dated(request.GET.get("older", ""))
    opened = queries.opened(request.actor, subject, after=after)
    older = cursors.to_text(opened.older)
    return {
        "record": opened,
        "parts": [(part, part_facts(part.kind, part.words)) for part in opened.parts],
        "older_url": older and f"?{urlencode({'older': older})}",
        "newest_url": request.path if after else "",
    }
