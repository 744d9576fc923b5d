"""Writing down what he asks for, and the list of it with its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from msa.accounts.models import Role
from msa.clock.days import local_date
from rights.forms import AskForCopy, AskForCorrection
from rights.queries import requests as queries
from rights.services import requests as services

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def rights(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show what one person asked for, and how much time is left."""
    on = local_date(timezone.now())
    page = {
        "subject": subject,
        "lines": queries.requests_of(request.actor, subject, on=on),
        "is_worker": request.actor.role == Role.WORKER,
    }
    return render(request, "rights/rights.html", page)


@require_safe
def everybodys(request: AreaRequest) -> HttpResponse:
    """Show the manager every request that waits, the most pressing first."""
    on = local_date(timezone.now())
    page = {
        "waiting": queries.waiting(request.actor, on=on),
        "answered": queries.answered(request.actor, on=on),
    }
    return render(request, "rights/everybodys.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_copy(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Write down that he asked for a copy (RGT-01)."""
    queries.requests_of(request.actor, subject, on=local_date(timezone.now()))
    is_worker = request.actor.role == Role.WORKER
    form = AskForCopy(
        request.POST if request.method == "POST" else None,
        may_ask_for_answers=not is_worker,
    )
    if not form.is_valid():
        page = {"form": form, "subject": subject, "is_copy": True}
        page["is_worker"] = is_worker
        return render(request, "rights/ask.html", page)
    stored = services.ask_for_copy(
        request.actor,
        subject,
        form.asking(),
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
    )
    return _written_down(request, subject, stored.id)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_correction(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Write down what he wants changed, and where (RGT-02)."""
    places = queries.correctable(subject)
    form = AskForCorrection(
        request.POST if request.method == "POST" else None, places=places
    )
    if not form.is_valid():
        page = {"form": form, "subject": subject, "is_copy": False}
        return render(request, "rights/ask.html", page)
    stored = services.ask_for_correction(
        request.actor,
        subject,
        form.asking(),
        form.place(),
        form.cleaned_data["wanted"],
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
    )
    return _written_down(request, subject, stored.id)


def _written_down(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    messages.success(request, _("It is written down, and the clock runs."))
    if request.actor.role == Role.WORKER:
        return redirect("worker:right", subject, pk)
    return redirect("manager:rights", subject)
