"""What a page asks for by itself while somebody writes on it (UI-W3, UI-W6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from cases.drafts import queries, services
from cases.drafts.answers import BAD, keys_for, tell_begun, tell_kept
from cases.drafts.forms import Named
from cases.drafts.keeping import done_with

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_POST
def begun(request: AreaRequest, subject: UUID, form: str) -> HttpResponse:
    """Return what was begun on this form, and the keys of what the device keeps."""
    return tell_begun(request, queries.begun(request.actor, subject, form))


@require_POST
def keep(request: AreaRequest, subject: UUID, form: str) -> HttpResponse:
    """Keep what stands on the page now."""
    return tell_kept(request, partial(services.keep, request.actor, subject, form))


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
    return JsonResponse({"keys": keys_for(request)} | done_with(request))
