"""What the check answers: where something stands in a text, and why it was noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a hit asks for."""

    MUST_CHANGE = "must-change"
    """No explanation lets it through."""
    STRONG = "strong"
    """It is changed, or explained and then approved by somebody else."""
    WEAK = "weak"
    """It is most likely nothing, but somebody looks at it."""


class Why(StrEnum):
    """Why something was noticed; pages turn the code into words."""

    NAME = "name"
    NEAR_NAME = "near-name"
    WORD_AND_NAME = "word-and-name"
    INITIALS = "initials"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    ADDRESS = "address"
    PLACE = "place"
    DATE = "date"
    BIRTHDAY = "birthday"
    AGE = "age"
    NUMBER_OF_A_PERSON = "number-of-a-person"
    LIKE_A_NUMBER_OF_A_PERSON = "like-a-number-of-a-person"
    FIGURE = "figure"
    NUMBER = "number"
    THE_ONLY_ONE = "the-only-one"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One place in one text. It holds no name: the text itself shows what it is."""

    start: int
    end: int
    why: Why
    weight: Weight

    def overlaps(self, other: Hit) -> bool:
        """Say whether both cover some part of the text."""
        return self.start < other.end and other.start < self.end

    def with_(self, other: Hit) -> Hit:
        """Return one hit over both places, for the weightier's reason."""
        first = min(self, other, key=lambda hit: (_ORDER[hit.weight], hit.start))
        start, end = min(self.start, other.start), max(self.end, other.end)
        return Hit(start, end, first.why, first.weight)


_ORDER = {Weight.MUST_CHANGE: 0, Weight.STRONG: 1, Weight.WEAK: 2}


def merged(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits in reading order; those that overlap have become one."""
    kept: list[Hit] = []
    for hit in sorted(hits):
        if kept and kept[-1].overlaps(hit):
            kept[-1] = kept[-1].with_(hit)
        else:
            kept.append(hit)
    return kept
