"""One line on the page of a session shows the email it keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from cases.emails import queries

register = template.Library()


@register.inclusion_tag("cases/emails/_kept.html", takes_context=True)
def kept_email(
    context: Context, subject: Any, session: Any, is_asked_for: bool
) -> dict[str, Any]:
    """Open the email of a session, for whoever may read its note.

    What somebody else kept stays closed until it is asked for (UI-W13).
    """
    actor, its = context["request"].actor, (UUID(str(subject)), UUID(str(session)))
    return {
        "request": context["request"],
        "email": queries.kept_email(actor, *its) if is_asked_for else None,
        "is_closed": not is_asked_for and queries.keeps_email(*its),
        "subject": subject,
        "session": session,
    }
