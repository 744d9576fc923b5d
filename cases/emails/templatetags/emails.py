"""One line on the page of a session shows the email it keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from cases.emails import queries

register = template.Library()


@register.inclusion_tag("cases/emails/_kept.html", takes_context=True)
def kept_email(context: Context, subject: Any, session: Any) -> dict[str, Any]:
    """Open the email of a session, for whoever may read its note."""
    actor = context["request"].actor
    found = queries.kept_email(actor, UUID(str(subject)), UUID(str(session)))
    return {
        "request": context["request"],
        "email": found,
        "subject": subject,
        "session": session,
    }
