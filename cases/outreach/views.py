"""Pages of workshops and outreach, for peer workers and for managers."""

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

from cases.outreach import queries, services
from cases.outreach.forms import NoteActivity, as_noted
from msa.access.refusals import AccessDenied

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def outreach(request: AreaRequest) -> HttpResponse:
    page = {"quarters": queries.held_lately(on=timezone.localdate())}
    return render(request, "cases/outreach/outreach.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Note what was held, and how many came (GRP-04, GRP-05)."""
    form = NoteActivity(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "cases/outreach/new.html", {"form": form})
    _note(request, form)
    messages.success(request, _("Kept. It counts heads, and names nobody who came."))
    return _back(request)


@require_safe
def activity(request: AreaRequest, pk: UUID) -> HttpResponse:
    row = queries.activity(pk)
    page = {"activity": row, "came": queries.heads(row)}
    return render(request, "cases/outreach/activity.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note it anew in place of what was wrong, which stays in the history."""
    row = queries.activity(pk)
    if row.taken_back_at:
        return _back(request)
    form = NoteActivity(
        request.POST if request.method == "POST" else None, initial=as_noted(row)
    )
    if not form.is_valid():
        page = {"form": form, "activity": row}
        return render(request, "cases/outreach/new.html", page)
    try:
        _note(request, form, instead=pk)
    except AccessDenied:
        messages.info(request, _("Somebody else has changed it meanwhile."))
    else:
        messages.success(request, _("Corrected."))
    return _back(request)


@require_POST
def take_back(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Let it count no more: it was noted twice, or never took place."""
    try:
        services.take_back(request.actor, pk, at=timezone.now())
    except AccessDenied:
        messages.info(request, _("Somebody else has changed it meanwhile."))
    else:
        messages.success(request, _("Taken back. It counts no more."))
    return _back(request)


def _note(
    request: AreaRequest, form: NoteActivity, *, instead: UUID | None = None
) -> None:
    services.note(
        request.actor,
        form.held(),
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
        instead=instead,
    )


def _back(request: AreaRequest) -> HttpResponse:
    return redirect(f"{request.actor.role.value}:outreach")
