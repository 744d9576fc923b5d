"""What is sealed apart from the sections of Form 1: each is a document of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from cases.sections.document import part_of
from consent.documents import Binding

HARM_TOLD = Binding("cases_harmtold")
DECISION = Binding("cases_supportdecision")


@dataclass(frozen=True, slots=True)
class HarmWords:
    """What a survivor told of harm he did himself, as he put it, and when (REC-09)."""

    what_he_told: str = ""
    told_on: str = ""

    def day(self) -> date | None:
        """Return the day on which he told it."""
        return date.fromisoformat(self.told_on) if self.told_on else None

    def document(self) -> dict[str, Any]:
        """Return it as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the words of a document."""
        return part_of(cls, document)
