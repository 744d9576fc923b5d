"""The national body's page of the wellbeing framework's pou (REC-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.framework import AddPou
from cases.queries.framework import current_pou
from cases.services import framework

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def pou(request: AreaRequest) -> HttpResponse:
    """Show the list, and add to it."""
    form = AddPou(request.POST if request.method == "POST" else None)
    if form.is_valid():
        framework.add_pou(request.actor, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Added. Peer workers can choose it from now on."))
        return redirect("national:pou")
    return render(request, "cases/pou.html", {"form": form, "pou": current_pou()})


@require_POST
def retire(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Take a pou off the list."""
    framework.retire_pou(request.actor, pk, at=timezone.now())
    messages.success(request, _("Taken off. Records that name it keep it."))
    return redirect("national:pou")
