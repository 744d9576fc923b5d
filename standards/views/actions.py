"""The manager's pages of improvement actions (STD-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.queries import present_members
from standards.forms import Planning, as_initial
from standards.models import Action, Cycle
from standards.queries import cycles as queries
from standards.services import actions as services
from standards.services.actions import ActionChanged

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_ASK = ["GET", "HEAD", "POST"]


@require_http_methods(_ASK)
def add(request: AreaRequest, pk: UUID, standard: str) -> HttpResponse:
    """Ask what is to be done about a standard, and plan it."""
    cycle = _open(request, pk)
    if standard not in cycle.standards.numbers:
        raise NotVisible
    at = timezone.now()
    members = present_members(at=at)
    form = Planning(request.POST or None, cycle=cycle, members=members)
    if request.method == "POST" and form.is_valid():
        services.add(request.actor, pk, standard, form.plan(), at=at)
        messages.success(request, "The action is planned.")
        return redirect("manager:standards-standard", pk, standard)
    return _page(request, cycle, standard, form)


@require_http_methods(_ASK)
def change(request: AreaRequest, pk: UUID, action: UUID) -> HttpResponse:
    """Show an action, and change it."""
    cycle = _open(request, pk)
    found = queries.action(cycle, action)
    at = timezone.now()
    form = Planning(
        request.POST or None,
        cycle=cycle,
        members=present_members(at=at),
        initial=as_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change(
                request.actor, pk, action, form.plan(), version=form.began_from, at=at
            )
        except ActionChanged as meanwhile:
            return _both(request, cycle, meanwhile.theirs)
        messages.success(request, "The action is saved.")
        return redirect("manager:standards-standard", pk, found.standard)
    return _page(request, cycle, found.standard, form, found)


@require_POST
def remove(request: AreaRequest, pk: UUID, action: UUID) -> HttpResponse:
    """Take an action out of a review."""
    found = queries.action(queries.cycle(request.actor, pk), action)
    services.remove(request.actor, pk, action)
    messages.success(request, "The action is taken out.")
    return redirect("manager:standards-standard", pk, found.standard)


def _open(request: AreaRequest, pk: UUID) -> Cycle:
    cycle = queries.cycle(request.actor, pk)
    if not cycle.is_open:
        raise AccessDenied(Reason.NOT_READY)
    return cycle


def _both(request: AreaRequest, cycle: Cycle, theirs: Action) -> HttpResponse:
    """Show what a colleague saved beside what was typed; saving again is a choice."""
    typed = request.POST.copy()
    typed["version"] = str(theirs.version)
    form = Planning(typed, cycle=cycle, members=present_members(at=timezone.now()))
    return _page(request, cycle, theirs.standard, form, theirs, status=409)


def _page(
    request: AreaRequest,
    cycle: Cycle,
    number: str,
    form: Planning,
    action: Action | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = {
        "cycle": cycle,
        "standard": cycle.standards.standard(number),
        "form": form,
        "action": action,
        "theirs": action if status == 409 else None,  # a conflict
    }
    return render(request, "standards/action.html", page, status=status)
