"""The words about one session."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """The words about one session, and the areas of life it touched (SES-02)."""

    body: str = ""
    domains: list[str] = field(default_factory=list)
    written_together: bool = False
    start: str = ""
    """The time of day in Pacific/Auckland, like 14:30."""
    present: str = ""
    """Who else was there, by what they are to him."""
    next_steps: str = ""
    practice: list[str] = field(default_factory=list)
    from_others: str = ""
    """What somebody else told us about him: no copy of his has it (SES-04)."""
    told_by: str = ""
    """Who told it, by what they are to him."""

    def is_empty(self) -> bool:
        """Is there nothing to keep?"""
        return self == Note()

    def document(self) -> dict[str, Any]:
        """Return the note as plain values, ready to be sealed."""
        return {name: getattr(self, name) for name in self.__match_args__}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Note:
        """Return the note of a document."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: v for name, v in document.items() if name in known})
