"""The register of what was told about one survivor, and each entry's steps (CON-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING
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

from cases.overrides.enums import Outcome
from cases.overrides.forms import ReviewForm, TellForm, ToldForm
from cases.overrides.printing import as_pdf
from cases.overrides.queries import disclosures as queries
from cases.overrides.services import disclosures as services
from consent.queries import subject_for
from msa.accounts.step_up import asks_second_factor

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def disclosures(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show what was told about one person without his consent, and what waits."""
    page = {"subject": subject, "rows": queries.of_person(subject)}
    return render(request, "overrides/disclosures.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Ask a manager first, or write down what could not wait."""
    subject_for(subject)
    at = timezone.now()
    may_wait = queries.somebody_else_approves(request.actor, subject, at=at)
    data = request.POST if request.method == "POST" else None
    form = TellForm(data, may_wait=may_wait)
    if not form.is_valid():
        page = {"form": form, "subject": subject, "may_wait": may_wait}
        return render(request, "overrides/disclosure_new.html", page)
    id_ = request.actor.own(form.cleaned_data["id"])
    if form.is_urgent():
        row = services.tell_at_once(
            request.actor,
            subject,
            form.planned(),
            on=form.cleaned_data["told_on"],
            id=id_,
            at=at,
        )
        messages.success(
            request, _("It is in the register. Who has to know is told now.")
        )
    else:
        row = services.ask(request.actor, subject, form.planned(), id=id_, at=at)
        messages.success(request, _("Asked. Tell nobody before a manager approves."))
    return _to_entry(request, subject, row.id)


@require_safe
def disclosure(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show one entry and what may be done now."""
    return _entry(request, subject, pk)


@require_safe
def disclosure_pdf(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Answer with one entry on paper."""
    at = timezone.now()
    entry = queries.to_print(request.actor, subject, pk, at=at)
    return HttpResponse(
        as_pdf(request.actor, entry, at=at),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="entry.pdf"'},
    )


@require_POST
@asks_second_factor
def tell(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that what was approved has been told."""
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _entry(request, subject, pk, told_form=form)
    services.tell(
        request.actor, subject, pk, on=form.cleaned_data["told_on"], at=timezone.now()
    )
    messages.success(request, _("It is in the register."))
    return _to_entry(request, subject, pk)


@require_POST
def drop(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that it need not be told any more."""
    services.drop(request.actor, subject, pk)
    messages.success(request, _("Noted. Nobody is told."))
    return _to_entry(request, subject, pk)


@require_POST
@asks_second_factor
def approve(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Approve it as the second person."""
    services.approve(request.actor, subject, pk, at=timezone.now())
    messages.success(request, _("Approved. It may be told as it stands here."))
    return _to_entry(request, subject, pk)


@require_POST
def refuse(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Decide as the second person that it is not told."""
    services.refuse(request.actor, subject, pk, at=timezone.now())
    messages.success(request, _("Not approved. Nobody is told."))
    return _to_entry(request, subject, pk)


@require_POST
def review(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note what a review came to."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _entry(request, subject, pk, review_form=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    services.review(request.actor, subject, pk, outcome, at=timezone.now())
    messages.success(request, _("Reviewed."))
    return _to_entry(request, subject, pk)


def _entry(
    request: AreaRequest, subject: UUID, pk: UUID, **forms: object
) -> HttpResponse:
    entry = queries.entry(request.actor, subject, pk, at=timezone.now())
    page = {
        "subject": subject,
        "entry": entry,
        "row": entry.row,
        "told_form": ToldForm(auto_id="told-%s"),
        "review_form": ReviewForm(auto_id="review-%s"),
        "has_errors": bool(forms),
        **forms,
    }
    return render(request, "overrides/disclosure.html", page)


def _to_entry(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    return redirect(f"{request.actor.role}:disclosure", subject, pk)
