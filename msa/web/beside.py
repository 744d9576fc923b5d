"""What other apps put beside a value, wherever it is shown: a statement about it.

An app registers one function; a template asks with ``{% beside subject what %}`` where
it shows a section (by its code) or a session (by its id). The functions are asked once
for each request and person, however many values a page shows. A page about many people
asks for all of them beforehand, so that it takes no more queries for more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    # The tag is drawn in the gallery too, which has no models.
    from msa.accounts.actor import Actor

#: What stands beside each of a person's values, by section code or session id.
Found = Mapping[str, Any]
#: Returns that for each of these people.
Provider = Callable[["Actor", Collection[UUID]], Mapping[UUID, Found]]

_providers: dict[str, Provider] = {}


def add_beside(template: str, provider: Provider) -> None:
    """Let a template show what ``provider`` returns for a value, as ``beside``."""
    _providers[template] = provider


def ask_beside(request: HttpRequest, subjects: Collection[UUID]) -> None:
    """Ask what stands beside these people's values, once for all that a page shows."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return
    asked = _asked(request)
    for template, provider in _providers.items():
        missing = {his for his in subjects if (template, his) not in asked}
        if missing:
            found = provider(actor, missing)
            asked |= {(template, his): found[his] for his in missing}


def beside(request: HttpRequest, subject: UUID, what: str) -> SafeString:
    """Return what stands beside one value, or nothing."""
    ask_beside(request, [subject])
    shown = [
        render_to_string(template, {"beside": found})
        for template in _providers
        if (found := _asked(request).get((template, subject), {}).get(what))
    ]
    return mark_safe("".join(shown))  # noqa: S308  # rendered templates


def _asked(request: HttpRequest) -> dict[tuple[str, UUID], Found]:
    asked: dict[tuple[str, UUID], Found] = request.__dict__.setdefault("_beside", {})
    return asked
