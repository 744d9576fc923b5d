"""One line in a form about a meeting lets it keep drafts."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from cases.drafts.templatetags.drafts import keeping

register = template.Library()


@register.inclusion_tag("drafts/_keeps.html", takes_context=True)
def keeps_meeting_drafts(context: Context, *where: Any) -> dict[str, Any]:
    """Draw what a form about a meeting needs to keep drafts, as ``keeps_drafts``.

    ``where`` is the group, and the meeting that is put right. Of whom the form may keep
    a draft, it says itself.
    """
    form = context["form"]
    new = "-new" if len(where) == 1 else ""
    return keeping(
        context,
        reverse(f"worker:group-meeting{new}-begun", args=where),
        reverse(f"worker:group-meeting{new}-keep", args=where),
    ) | {"of": form.kept_of(), "of_others": form.keeps_nothing_of_some()}
