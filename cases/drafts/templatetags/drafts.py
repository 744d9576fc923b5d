"""One line in a form of a peer worker lets it keep drafts."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from msa.accounts.models import Role
from msa.web.forms import named_form

register = template.Library()


@register.inclusion_tag("drafts/_keeps.html", takes_context=True)
def keeps_drafts(context: Context, subject: Any, form: str) -> dict[str, Any]:
    """Draw what a form needs to keep drafts; its view is a ``keeps_draft``.

    Nothing outside the peer worker's area: nobody else writes these forms.
    """
    return keeping(
        context,
        reverse("worker:drafts-begun", args=[subject, form]),
        reverse("worker:draft-keep", args=[subject, form]),
    )


def keeping(context: Context, begun: str, keep: str) -> dict[str, Any]:
    """Return what the fragment of :func:`keeps_drafts` draws, for these addresses."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    if actor is None or actor.role != Role.WORKER:
        return {}
    return {
        "begun": begun,
        "keep": keep,
        "draft": _draft(request),
        "came_back": request.method == "POST",
    }


def _draft(request: Any) -> uuid.UUID:
    """Return the id of this page's draft; the same when it comes back with an error."""
    try:
        return uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        return named_form(request)
