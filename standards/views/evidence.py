"""The manager's pages of files that show how a standard is met (STD-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING
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

from msa.access.refusals import AccessDenied, NotVisible, Reason
from standards.forms import Adding
from standards.queries import cycles as queries
from standards.queries import evidence
from standards.services import evidence as services
from standards.services.evidence import Full, NoRoom
from standards.views.files import attached

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_NO_ROOM = {
    Full.FILES: "This standard has 20 files already. Take one out first, or put "
    "several into one PDF.",
    Full.BYTES: "The files of this review have 150 MB together, which is all there is "
    "room for. Take one out first, or save this one smaller.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AreaRequest, pk: UUID, standard: str) -> HttpResponse:
    """Ask for a file, clean it, and add it to a standard."""
    cycle = queries.cycle(request.actor, pk)
    if standard not in cycle.standards.numbers:
        raise NotVisible
    if not cycle.is_open:
        raise AccessDenied(Reason.NOT_READY)
    form = Adding.of(request.POST, request.FILES)
    if request.method == "POST" and form.is_valid():
        try:
            services.add(
                request.actor, pk, standard, **form.cleaned_data, at=timezone.now()
            )
        except NoRoom as fault:
            form.add_error("file", _NO_ROOM[fault.full])
        else:
            messages.success(request, "The file is added.")
            return redirect("manager:standards-standard", pk, standard)
    page = {"cycle": cycle, "standard": cycle.standards.standard(standard)}
    return render(request, "standards/file.html", {**page, "form": form})


@require_safe
def download(request: AreaRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Give a file of a review to keep."""
    found = evidence.file(queries.cycle(request.actor, pk), file)
    return attached(found, evidence.opened(request.actor, found))


@require_POST
def remove(request: AreaRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Take a file out of an open review."""
    gone = services.remove(request.actor, pk, file)
    messages.success(request, "The file is taken out.")
    return redirect("manager:standards-standard", pk, gone.standard)
