"""What stands in words with a consent: how it was witnessed, and on which terms.

One sealed document for each consent that has any; it is written once (CON-03).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from consent.documents import Binding
from consent.enums import Information

#: Where they live: part of what each is bound to.
PARTICULARS = Binding("consent_particulars")
#: A drawn line: x and y by turns, on paper of this size.
Stroke = list[int]
PAPER = (600, 200)


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one consent; most consents have one or two of them."""

    witness: str = ""
    """Who heard it, by name or by what he is to him; empty: whoever recorded it."""
    kept_where: str = ""
    """Where the signed paper is."""
    signed_name: str = ""
    """His name as he typed it himself, in place of a drawn signature."""
    strokes: list[Stroke] = field(default_factory=list)
    """His signature as he drew it."""
    recipient: str = ""
    """Who outside is told."""
    information: list[str] = field(default_factory=list)
    """Codes of :class:`consent.enums.Information`."""
    in_words: str = ""
    """What exactly they are told, in his words."""
    quotation: str = ""
    """The words that may be used, as he approved them."""
    ways: list[str] = field(default_factory=list)
    """The ways of contact that stood in his record when he agreed to them."""
    may_say: str = ""
    """What might be said there, as it stood then."""
    support: str = ""
    """Who was beside him to support him: who it is to him, no name needed (CON-08)."""

    def document(self) -> dict[str, Any]:
        """Return what is said as plain values, ready to be sealed."""
        names: tuple[str, ...] = self.__match_args__
        return {name: value for name in names if (value := getattr(self, name))}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the terms of a document; fields it does not know stay empty."""
        known = cls.__match_args__
        return cls(**{name: v for name, v in document.items() if name in known})

    def covers(self, recipient: str, what: Information) -> bool:
        """Say whether this may be told to that person or service."""
        return (
            bool(self.recipient)
            and _same(self.recipient) == _same(recipient)
            and what.value in self.information
        )


def _same(name: str) -> str:
    """Return a name without what two people write differently: spaces and capitals."""
    return " ".join(name.split()).casefold()


def drawn(strokes: list[Stroke]) -> str:
    """Return a signature as the path of an SVG."""
    lines = []
    for stroke in strokes:
        points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
        lines.append("M" + "L".join(points if len(points) > 1 else points * 2))
    return "".join(lines)
