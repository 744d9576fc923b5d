"""What other apps put beside a value, wherever it is shown: a statement about it.

An app registers one function; a template asks with ``{% beside subject what %}`` where
it shows a section (by its code) or a session (by its id). The functions are asked once
for each request and person, however many values a page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    # The tag is drawn in the gallery too, which has no models.
    from msa.accounts.actor import Actor

#: Returns what stands beside each of a person's values, by section code or session id.
Provider = Callable[["Actor", UUID], Mapping[str, Any]]

_providers: dict[str, Provider] = {}


def add_beside(template: str, provider: Provider) -> None:
    """Let a template show what ``provider`` returns for a value, as ``beside``."""
    _providers[template] = provider


def beside(request: HttpRequest, subject: UUID, what: str) -> SafeString:
    """Return what stands beside one value, or nothing."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return SafeString()
    asked: dict[tuple[str, UUID], Mapping[str, Any]]
    asked = request.__dict__.setdefault("_beside", {})
    shown = []
    for template, provider in _providers.items():
        key = (template, subject)
        if key not in asked:
            asked[key] = provider(actor, subject)
        if found := asked[key].get(what):
            shown.append(render_to_string(template, {"beside": found}))
    return mark_safe("".join(shown))  # noqa: S308  # rendered templates
