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


#: How many lines a page of the timeline has, and more only to finish a day.
PAGE = 25


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
    minutes: int | None = None
    """How long it took, where that is known."""
    is_quiet: bool = False
    """Did it not come about, so that it stands back behind the others?"""


@dataclass(frozen=True, slots=True)
class Told:
    """A page of a timeline, the newest first, and where the next one begins."""

    ahead: list[Happening]
    """What is due, the soonest first: on the first page alone."""
    lines: list[Happening]
    before: date | None
    """The next page tells of the days before this one; None where none were before."""


#: Asked for a survivor whom the actor may see; it returns lines in any order.
Source = Callable[[Actor, UUID], Iterable[Happening]]
#: For what may be told of hundreds of times. Asked for the newest lines before a day,
#: that many and the rest of the last one's day; all of them for None.
LongSource = Callable[[Actor, UUID, date | None, int | None], Iterable[Happening]]

_sources: list[Source] = []
_long_sources: list[tuple[HappeningKind, LongSource]] = []


def add_source(source: Source) -> None:
    """Let a source tell of every survivor's time; called once, as its app starts."""
    if source not in _sources:
        _sources.append(source)


def add_long_source(kind: HappeningKind, source: LongSource) -> None:
    """Let a source of many lines of one kind tell them page by page."""
    if (kind, source) not in _long_sources:
        _long_sources.append((kind, source))


def happenings(
    actor: Actor,
    subject: UUID,
    *,
    kind: HappeningKind | None = None,
    before: date | None = None,
    limit: int | None = PAGE,
) -> Told:
    """Return what the sources tell of a survivor: a page of it, of one kind or of all.

    A page ends with a whole day, so that an address needs no more than a day to go on
    from. Ask only for a survivor whom the actor may see.
    """
    more = None if limit is None else limit + 1
    long = [source for its, source in _long_sources if kind in (None, its)]
    told = [line for source in _sources for line in source(actor, subject)]
    told += [line for source in long for line in source(actor, subject, before, more)]
    wanted = [line for line in told if kind in (None, line.kind)]
    ahead = [line for line in wanted if line.is_ahead and before is None]
    past = sorted(
        (
            line
            for line in wanted
            if not line.is_ahead and (before is None or line.on < before)
        ),
        key=lambda line: line.on,
        reverse=True,
    )
    ahead.sort(key=lambda line: line.on)
    if limit is None or len(past) <= limit:
        return Told(ahead, past, None)
    last = past[limit - 1].on
    shown = [line for line in past if line.on >= last]
    goes_on = len(past) > len(shown) or any(
        line for source in long for line in source(actor, subject, last, 1)
    )
    return Told(ahead, shown, last if goes_on else None)
