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

    def is_empty(self) -> bool:
        """Is there nothing to keep?"""
        return not (self.body or self.domains or self.written_together)

    def document(self) -> dict[str, Any]:
        """Return the note as plain values, ready to be sealed."""
        return {name: getattr(self, name) for name in self.__match_args__}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Note:
        """Return the note of a document."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: v for name, v in document.items() if name in known})
