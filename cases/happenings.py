"""What happened in a survivor's time here, told by whatever keeps it (SES-06).

Each app adds its own source where it starts; none of them knows of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from msa.accounts.actor import Actor


class HappeningKind(models.TextChoices):
    """What a line of the timeline is about, and what it may be narrowed to."""

    SESSION = "session", _("Sessions")
    GROUP = "group", _("Peer groups")
    REFERRAL = "referral", _("Referrals")
    CHECK_IN = "check-in", _("Check-ins")
    CONSENT = "consent", _("What he agreed to")
    TIME = "time", _("His time with us")


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: a day, what it was in a few words, and where more of it is read."""

    on: date
    kind: HappeningKind
    title: str
    detail: str = ""
    """Said below the title; never sealed words, which stay closed until opened."""
    address: str = ""
    """The page to read on, for the area of whoever asks; empty where there is none."""
    is_ahead: bool = False
    """Is it due, and has not happened yet?"""


#: Asked for a survivor whom the actor may see; it returns lines in any order.
Source = Callable[[Actor, UUID], Iterable[Happening]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Let a source tell of every survivor's time; called once, as its app starts."""
    if source not in _sources:
        _sources.append(source)


def happenings(actor: Actor, subject: UUID) -> list[Happening]:
    """Return everything the sources tell of a survivor, the newest first."""
    told = [line for source in _sources for line in source(actor, subject)]
    return sorted(told, key=lambda line: line.on, reverse=True)
