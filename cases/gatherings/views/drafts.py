"""What a form about a meeting asks for by itself while somebody writes (UI-W3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cases.drafts.answers import tell_begun, tell_kept
from cases.gatherings import picking_up
from cases.gatherings.services import drafts

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_POST
def begun(request: AreaRequest, pk: UUID, met: UUID | None = None) -> HttpResponse:
    """Return what was begun on this form, and the keys of what the device keeps."""
    return tell_begun(request, picking_up.begun(request.actor, pk, met))


@require_POST
def keep(request: AreaRequest, pk: UUID, met: UUID | None = None) -> HttpResponse:
    """Keep what stands on the page now."""
    return tell_kept(request, partial(drafts.keep, request.actor, pk, met))
