"""One line below the versions of a part: that earlier words can be let go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from cases.enums import SectionKind
from cases.forgetting.queries.asked import waiting_for
from consent.queries import works_with
from msa.accounts.models import Role

register = template.Library()


@register.inclusion_tag("cases/forgetting/_earlier_words.html", takes_context=True)
def earlier_words(context: Context, subject: Any, part: Any) -> dict[str, Any]:
    """Return what waits to be decided of a part, or the way to ask for it."""
    role = context["request"].actor.role
    is_part = part in SectionKind.values
    his = UUID(str(subject))
    return {
        "waiting": waiting_for(his, SectionKind(part) if is_part else UUID(str(part))),
        "is_manager": role == Role.MANAGER,
        "may_ask": role == Role.WORKER and works_with(his),
        "is_part": is_part,
        "subject": subject,
        "part": part,
    }
