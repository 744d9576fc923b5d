"""Finding words that make somebody the only one of his kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporting.narratives.check.hits import Hit, Weight, Why

_SOMEBODY = (
    r"(?:m[ae]n|males?|survivor|person|client|tāne|guy|boy|father|dad|son|brother"
    r"|husband|member|peer worker|kaumātua|teacher|farmer|priest|officer|veteran"
    r"|student|player|pastor|doctor|lawyer|one)"
)
_ONLY = re.compile(
    rf"\b(?:the\s(?:only|sole|first(?:\s?ever)?|youngest|oldest|eldest|last)|our\s"
    rf"(?:only|first|youngest|oldest|eldest))\s(?:[\w'’-]+\s){{0,2}}{_SOMEBODY}\b",
    re.IGNORECASE,
)
_HINTS = re.compile(
    r"\b(?:the (?:only|sole|youngest|oldest|eldest)|no one else|nobody else"
    r"|first (?:man|survivor|person|tāne) (?:who|to|in|from)|well[- ]known"
    r"|high[- ]profile|famous)\b",
    re.IGNORECASE,
)
_ONE_MAN = re.compile(
    r"\b(?:one|a certain|a particular) (?:[\w'’-]+ ){0,2}"
    r"(?:man|survivor|client|tāne|guy|father|boy)\b"
    r"(?: (?:who|told|said|from|in|has|had))?",
    re.IGNORECASE,
)


def alone(text: str) -> Iterator[Hit]:
    """Yield where a text speaks of one single person."""
    for match in _ONLY.finditer(text):
        yield Hit(match.start(), match.end(), Why.THE_ONLY_ONE, Weight.STRONG)
    for match in _ONE_MAN.finditer(text):
        yield Hit(match.start(), match.end(), Why.THE_ONLY_ONE, Weight.STRONG)
    for match in _HINTS.finditer(text):
        yield Hit(match.start(), match.end(), Why.THE_ONLY_ONE, Weight.WEAK)
