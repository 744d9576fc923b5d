"""Letting a page keep drafts: its draft goes when it is saved, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from cases.drafts import services
from msa.accounts.models import Role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

View = Callable[..., HttpResponse]
_KEY = "drafts-saved"
#: Longer than any device keeps one; a handful is sent on a working day.
_REMEMBERED = 50


def keeps_draft(view: View) -> View:
    """Drop the draft that a form names once the view has stored it and leads on.

    Nobody but a peer worker keeps drafts, whoever else has the same form.
    """

    @wraps(view)
    def kept(request: AreaRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        named = request.POST.get("draft", "")
        is_worker = request.actor.role == Role.WORKER
        if is_worker and named and response.status_code in {302, 303}:
            _forget(request, named)
        return response

    return kept


def _forget(request: AreaRequest, named: str) -> None:
    try:
        draft = UUID(named)
    except ValueError:
        return
    services.drop(request.actor, id=draft)
    # A device that was offline when it was sent still holds it, and asks.
    done = [*request.session.get(_KEY, []), str(draft)]
    request.session[_KEY] = done[-_REMEMBERED:]


def done_with(request: AreaRequest) -> dict[str, list[str]]:
    """Return the drafts that were saved in this session, so that devices drop them."""
    return {"done": request.session.get(_KEY, [])}
