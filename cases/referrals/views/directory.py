"""The directory of services: workers read and suggest, managers decide (REF-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.referrals.enums import Listing
from cases.referrals.forms.directory import AboutService, SearchServices
from cases.referrals.policies import LISTING_MOVES
from cases.referrals.queries import directory as queries
from cases.referrals.queries.directory import Line
from cases.referrals.services import directory as services
from msa.access.refusals import NotVisible
from msa.accounts.models import Role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_SAID = {
    Listing.LISTED: gettext_lazy("It is in the directory."),
    Listing.DECLINED: gettext_lazy("It is not taken in."),
    Listing.RETIRED: gettext_lazy(
        "Taken out. Referrals that were made stay as they are."
    ),
}


@require_safe
def services_found(request: AreaRequest) -> HttpResponse:
    """Show the directory; what is looked for stands in the address."""
    form = SearchServices(request.GET)
    form.is_valid()
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and 0 < int(number) < 1000 else 1
    found = queries.search(form.sought(), on=timezone.localdate(), page=page)
    filters = {
        name: value
        for name, value in request.GET.items()
        if name in form.fields and value
    }
    context = {
        "form": form,
        "found": found,
        "is_narrowed": bool(filters),
        "next_url": _next(filters, found.next),
        "is_manager": request.actor.role == Role.MANAGER,
        "waiting": queries.suggested(),
    }
    return render(request, "referrals/services.html", context)


def _next(filters: dict[str, Any], page: int | None) -> str:
    return "?" + urlencode({**filters, "page": page}) if page else ""


@require_safe
def service(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show one service, wherever it stands."""
    line = queries.service(pk, on=timezone.localdate())
    is_manager = request.actor.role == Role.MANAGER
    before = Listing(line.row.listing)
    context = {
        "line": line,
        "row": line.row,
        "is_manager": is_manager,
        "moves": [to for was, to in LISTING_MOVES if was == before]
        if is_manager
        else [],
    }
    return render(request, "referrals/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Take a service in, or suggest it to the manager."""
    is_manager = request.actor.role == Role.MANAGER
    form = AboutService(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "is_manager": is_manager}
        return render(request, "referrals/service_form.html", context)
    row = services.add(
        request.actor,
        form.about(),
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
    )
    said = (
        _("It is in the directory.")
        if is_manager
        else _("Suggested. A manager takes it in.")
    )
    messages.success(request, said)
    return _to(request, row.id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Put right what the directory says of a service."""
    line = queries.service(pk, on=timezone.localdate())
    form = AboutService(
        request.POST if request.method == "POST" else None, initial=_as_it_is(line)
    )
    if not form.is_valid():
        context = {"form": form, "is_manager": True, "row": line.row}
        return render(request, "referrals/service_form.html", context)
    services.change(request.actor, pk, form.about(), at=timezone.now())
    messages.success(request, _("Saved."))
    return _to(request, pk)


def _as_it_is(line: Line) -> dict[str, Any]:
    row = line.row
    names = [name for name in AboutService.base_fields if name not in {"id"}]
    values = {name: getattr(row, name) for name in names}
    day = row.review_on
    return values | {"review_on": f"{day.day}/{day.month}/{day.year}"}


@require_POST
def decide(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Take a service in, not in, or out."""
    try:
        listing = Listing(request.POST.get("listing", ""))
    except ValueError as fault:
        raise NotVisible from fault
    services.decide(request.actor, pk, listing, at=timezone.now())
    messages.success(request, str(_SAID.get(listing, _("Saved."))))
    return _to(request, pk)


def _to(request: AreaRequest, pk: UUID) -> HttpResponse:
    return redirect(f"{request.actor.role.value}:service", pk)
