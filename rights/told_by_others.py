"""What others told us of him, which no copy of his has (SES-04, ADR 39)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from consent.documents import Document

#: The parts of a note that are not his: what was told, and by whom.
NOT_HIS = ("from_others", "told_by")
_WORD = re.compile(r"\w+")


class NoteVersion(Protocol):
    """One version of a note."""

    id: UUID
    session_id: UUID
    revision: int


def holds_others(words: Document) -> bool:
    """Say whether a note holds what somebody else told."""
    return any(words.get(name) for name in NOT_HIS)


def from_before_the_mark(
    rows: Iterable[NoteVersion], opened: Mapping[UUID, Document]
) -> set[UUID]:
    """Return the versions of notes that may hold others' words among his own.

    A word that a later version marks as somebody else's may stand unmarked in any
    version before, in other order or spelling; no comparison of sentences would find
    it for certain. So all of them are left out whole, unless they had it marked too.
    """
    by_session: dict[UUID, list[NoteVersion]] = defaultdict(list)
    for row in rows:
        if row.id in opened:
            by_session[row.session_id].append(row)
    found = set()
    for versions in by_session.values():
        marked_later: set[str] = set()
        for row in sorted(versions, key=lambda one: one.revision, reverse=True):
            marked = _marked(opened[row.id])
            if marked_later - marked:
                found.add(row.id)
            marked_later |= marked
    return found


def _marked(words: Document) -> set[str]:
    said = " ".join(str(words.get(name, "")) for name in NOT_HIS)
    return set(_WORD.findall(said.casefold()))
