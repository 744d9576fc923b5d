"""The words of a short note, as they are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from consent.documents import Binding

#: Where short notes live: part of what each is bound to.
SHORT_NOTE = Binding("workload_shortnote")


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What a short note says."""

    words: str = ""

    def document(self) -> dict[str, Any]:
        """Return the words as plain values, ready to be sealed."""
        return {"words": self.words}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the words of a document."""
        return cls(str(document.get("words", "")))
