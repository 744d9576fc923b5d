"""What a page asks for by itself while somebody writes on it (UI-W3, UI-W6)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.drafts import queries, services
from cases.drafts.forms import Named, Typed
from cases.drafts.keeping import done_with
from msa.access.refusals import AccessDenied
from msa.vault.device_keys import device_keys

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

BAD = 400
CONFLICT = 409


@require_POST
def begun(request: AreaRequest, subject: UUID, form: str) -> HttpResponse:
    """Return what was begun on this form, and the keys of what the device keeps."""
    found = queries.begun(request.actor, subject, form)
    drafts = [
        {"at": int(one.saved_at.timestamp() * 1000), **one.document} for one in found
    ]
    return JsonResponse({"keys": _keys(request), "drafts": drafts} | done_with(request))


@require_POST
def keep(request: AreaRequest, subject: UUID, form: str) -> HttpResponse:
    """Keep what stands on the page now."""
    typed = Typed(request.POST)
    if not typed.is_valid():
        return HttpResponse(status=BAD)
    if str(typed.cleaned_data["draft"]) in done_with(request)["done"]:
        # Overtaken on its way by the form itself, which is stored.
        return JsonResponse({"saved": True})
    try:
        services.keep(
            request.actor,
            subject,
            form,
            typed.cleaned_data["typed"],
            id=typed.cleaned_data["draft"],
            at=timezone.now(),
        )
    except AccessDenied:
        # Told apart from a page that is too old to send anything: that one keeps its
        # draft on the device.
        return JsonResponse({"saved": False}, status=CONFLICT)
    return JsonResponse({"saved": True})


@require_POST
def drop(request: AreaRequest) -> HttpResponse:
    """Throw a draft away."""
    named = Named(request.POST)
    if not named.is_valid():
        return HttpResponse(status=BAD)
    services.drop(request.actor, id=named.cleaned_data["draft"])
    return JsonResponse({"dropped": True})


@require_POST
def keys(request: AreaRequest) -> HttpResponse:
    """Return the keys of what the device keeps, before it is handed over."""
    return JsonResponse({"keys": _keys(request)} | done_with(request))


def _keys(request: AreaRequest) -> list[dict[str, str]]:
    actor = request.actor
    return device_keys(actor.organisation, actor.person, at=timezone.now())
