"""His words about a turn in his time with us, as they are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from consent.documents import Binding

#: Where the words of turns live: part of what each is bound to.
TURN = Binding("cases_episodeturn")


@dataclass(frozen=True, slots=True)
class TurnWords:
    """What he said about it; every turn has them, though most are empty (REC-11).

    So nobody can tell from the rows alone of which he had something to say.
    """

    words: str = ""

    def document(self) -> dict[str, Any]:
        """Return the words as plain values, ready to be sealed."""
        return {"words": self.words}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the words of a document."""
        return cls(str(document.get("words", "")))
