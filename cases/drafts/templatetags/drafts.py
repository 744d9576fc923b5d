"""One line in a form of a peer worker lets it keep drafts."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.template import Context

from msa.accounts.models import Role
from msa.web.forms import named_form

register = template.Library()


@register.inclusion_tag("drafts/_keeps.html", takes_context=True)
def keeps_drafts(context: Context, subject: Any, form: str) -> dict[str, Any]:
    """Draw what a form needs to keep drafts; its view is a ``keeps_draft``.

    Nothing outside the peer worker's area: nobody else writes these forms.
    """
    request = context["request"]
    actor = getattr(request, "actor", None)
    if actor is None or actor.role != Role.WORKER:
        return {}
    return {
        "subject": subject,
        "form_code": form,
        "draft": _draft(request),
        "came_back": request.method == "POST",
    }


def _draft(request: Any) -> uuid.UUID:
    """Return the id of this page's draft; the same when it comes back with an error."""
    try:
        return uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        return named_form(request)
