"""Words of the standards as a page writes them."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Te reo Māori in the standards' own texts, which a screen reader has to be told of.
_TE_REO = re.compile(r"Te Tiriti o Waitangi|Te Tiriti|tangata whenua")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@register.filter
def te_reo_marked(text: str) -> SafeString:
    """Return a text of the catalogue with its te reo Māori marked as such (UI-L1)."""
    marked = _TE_REO.sub(
        lambda found: format_html('<span lang="mi">{}</span>', found[0]),
        str(conditional_escape(text)),
    )
    return mark_safe(marked)  # noqa: S308  # escaped above


@register.filter
def evidence_line(line: str) -> SafeString:
    """Return one line of evidence: a link if the whole line is one, else its words."""
    if _LINK.fullmatch(line):
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', line)
    return format_html("{}", line)
