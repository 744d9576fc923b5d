"""Parts of a page that another app adds: Today and a person's page know no app above.

An app registers what it shows when it is loaded; a page asks for what belongs to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from msa.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: its template, and what the template calls ``panel``."""

    template: str
    content: Any = field(default=None)


#: Returns a panel, or None where there is nothing to show. The subject is the person
#: (or enquiry) whose page it is, None on a page about nobody alone.
Provider = Callable[[Actor, UUID | None, datetime], Panel | None]

_providers: dict[str, list[Provider]] = defaultdict(list)
_seldom: set[Provider] = set()


def add_panel(page: str, provider: Provider, *, seldom: bool = False) -> None:
    """Let ``provider`` add to a page from now on; a second time changes nothing.

    What is asked for ``seldom`` stands below what is used from day to day.
    """
    if provider not in _providers[page]:
        _providers[page].append(provider)
    if seldom:
        _seldom.add(provider)


def panels_of(
    page: str, actor: Actor, *, at: datetime, subject: UUID | None = None
) -> list[Panel]:
    """Return what other apps add to a page for this actor."""
    in_turn = sorted(_providers[page], key=_seldom.__contains__)
    shown = (provider(actor, subject, at) for provider in in_turn)
    return [panel for panel in shown if panel is not None]
