"""What a chapter of his copy is made of: a part, and how it stood before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.forgetting.queries.decided import LetGo
from msa.clock.days import local_date
from rights.queries.held import Entry
from rights.record_words import NO_NAMES, Facts, Names, facts, in_words


@dataclass(frozen=True, slots=True)
class Said:
    """Words that stand beside a part: his statement, or a dated correction."""

    words: str
    is_his: bool
    on: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a chapter."""

    title: str = ""
    note: str = ""
    text: str = ""
    facts: Facts = field(default_factory=list)
    beside: list[Said] = field(default_factory=list)
    earlier: list[Block] = field(default_factory=list)
    on: date | datetime | None = None


def written_down(name: str) -> str:
    """Return who wrote something down, as a line."""
    return _("Written down by %(name)s") % {"name": name}


def not_here() -> str:
    """Return what stands in the place of words that are somebody else's to give."""
    return _(
        "Left out: what is written here is confidential to somebody else. You can ask "
        "the manager why, and complain to the Privacy Commissioner."
    )


def _not_all_here() -> str:
    return _(
        "Something is left out here, for it is confidential to somebody else. You can "
        "ask the manager why, and complain to the Privacy Commissioner."
    )


def facts_of(entry: Entry, *, but: str = "", names: Names = NO_NAMES) -> Facts:
    """Return what the words of a row say, and that something is left out of them.

    ``but`` names a part of them that is told elsewhere.
    """
    said = {name: value for name, value in (entry.words or {}).items() if name != but}
    return facts(said, names) + _missing_from(entry)


def _missing_from(entry: Entry) -> Facts:
    return [("", _not_all_here())] if entry.in_part else []


def _let_go(gone: LetGo) -> str:
    return _(
        "These words were let go on %(day)s: %(why)s. %(one)s asked, %(other)s agreed."
    ) % {
        "day": in_words("", local_date(gone.on)),
        "why": gone.ground[:1].lower() + gone.ground[1:],
        "one": gone.asked_by,
        "other": gone.decided_by,
    }


def revised(
    title: str, entries: list[Entry], beside: list[Said], names: Names = NO_NAMES
) -> Block:
    """Return the newest version of something, and below it what stood before.

    ``names`` are what the organisation calls its fields.
    """
    newest, *before = sorted(entries, key=lambda e: e.row.revision, reverse=True)
    return Block(
        title=title,
        note=written_down(newest.values["written_by"]),
        on=newest.row.written_at,
        text=not_here() if newest.left_out else "",
        facts=facts_of(newest, names=names),
        beside=beside,
        earlier=[] if newest.left_out else _earlier(newest, before, names),
    )


def _earlier(newest: Entry, before: list[Entry], names: Names) -> list[Block]:
    earlier, after = [], facts(newest.words or {}, names)
    for one in before:
        by, on = one.values["written_by"], one.row.written_at
        if one.left_out:
            earlier.append(Block(note=by, on=on, facts=[("", not_here())]))
            continue
        if one.gone:
            earlier.append(Block(note=by, on=on, facts=[("", _let_go(one.gone))]))
            after = []
            continue
        stood = facts(one.words or {}, names)
        changed = [fact for fact in stood if fact not in after]
        told = changed or [("", _("The same, with less said."))]
        earlier.append(Block(note=by, on=on, facts=told + _missing_from(one)))
        after = stood
    return earlier
