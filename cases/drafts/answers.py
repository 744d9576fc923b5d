"""What the site answers a page that keeps drafts while somebody writes on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from cases.drafts.forms import Typed
from cases.drafts.keeping import done_with
from cases.drafts.queries import Begun
from msa.access.refusals import AccessDenied
from msa.vault.device_keys import device_keys

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

BAD = 400
CONFLICT = 409


def tell_begun(request: AreaRequest, found: Iterable[Begun]) -> HttpResponse:
    """Return what was begun on a form, and the keys of what the device keeps."""
    drafts = [
        {"at": int(one.saved_at.timestamp() * 1000), **one.document} for one in found
    ]
    told = {"keys": keys_for(request), "drafts": drafts}
    return JsonResponse(told | done_with(request))


def tell_kept(request: AreaRequest, keep: Callable[..., object]) -> HttpResponse:
    """Let ``keep`` store what a page sent: its fields, ``id`` and ``at``."""
    typed = Typed(request.POST)
    if not typed.is_valid():
        return HttpResponse(status=BAD)
    draft = typed.cleaned_data["draft"]
    if str(draft) in done_with(request)["done"]:
        # Overtaken on its way by the form itself, which is stored.
        return JsonResponse({"saved": True})
    try:
        keep(typed.cleaned_data["typed"], id=draft, at=timezone.now())
    except AccessDenied:
        # Told apart from a page that is too old to send anything: that one keeps its
        # draft on the device.
        return JsonResponse({"saved": False}, status=CONFLICT)
    return JsonResponse({"saved": True})


def keys_for(request: AreaRequest) -> list[dict[str, str]]:
    """Return the keys of what a device keeps for whoever is signed in."""
    actor = request.actor
    return device_keys(actor.organisation, actor.person, at=timezone.now())
