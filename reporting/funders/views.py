"""National staff give funders access, see when it was used, and end it (REP-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.accounts.step_up import asks_second_factor
from reporting.funders.forms import GiveAccess
from reporting.funders.queries import clients as queries
from reporting.funders.services import access

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def clients(request: AreaRequest) -> HttpResponse:
    """List every access: those in force first."""
    at = timezone.now()
    every = queries.clients(request.actor)
    page = {
        "in_force": [one for one in every if one.is_in_force(at)],
        "over": [one for one in every if not one.is_in_force(at)],
    }
    return render(request, "funders/clients.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def give(request: AreaRequest) -> HttpResponse:
    """Ask for what an access needs; give it and show its secret this one time."""
    actor = request.actor
    asked: dict[str, Any] = {
        "organisations": queries.organisations(actor),
        "names_in_use": queries.names_in_use(actor),
    }
    if request.method != "POST":
        return render(request, "funders/give.html", {"form": GiveAccess(**asked)})
    form = GiveAccess(request.POST, **asked)
    if not form.is_valid():
        return render(request, "funders/give.html", {"form": form})
    given = access.give(actor, at=timezone.now(), **form.access())
    # Not led on to: what is shown once stands in no session and no address.
    page = {"client": given.client, "secret": given.secret}
    return render(request, "funders/given.html", page)


@require_safe
def client(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show one access; its secret can't be shown again."""
    found = queries.client(request.actor, pk)
    names = dict(queries.organisations(request.actor))
    page = {
        "client": found,
        "is_in_force": found.is_in_force(timezone.now()),
        "organisations": [names.get(code, code) for code in found.organisations],
    }
    return render(request, "funders/client.html", page)


@require_POST
@asks_second_factor
def end(request: AreaRequest, pk: UUID) -> HttpResponse:
    """End an access."""
    access.end(request.actor, pk, at=timezone.now())
    messages.success(request, "The access has ended. Its tokens are refused from now.")
    return redirect("national:funder", pk)
