"""Finding a name however it is typed: case, macrons, doubled vowels, prefixes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DOUBLED = re.compile(r"([aeiou])\1+")
_NOT_LETTERS = re.compile(r"[^\w]+")


def search_key(text: str) -> str:
    """Return ``text`` as it is compared: "Tāne", "Taane" and "TANE" become one."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DOUBLED.sub(r"\1", _NOT_LETTERS.sub(" ", plain)).strip()


def digits(text: str) -> str:
    """Return a phone number as it is compared: digits only, +64 as 0."""
    found = re.sub(r"\D", "", text)
    return "0" + found[2:] if found.startswith("64") else found


class Sought:
    """What somebody typed to find a person, made ready once for many names."""

    def __init__(self, query: str) -> None:
        self._words, self._number = search_key(query).split(), digits(query)

    def fits(self, names: Iterable[str], phones: Iterable[str] = ()) -> bool:
        """Say whether each word begins a word of a name, or a phone has the number."""
        if len(self._number) >= 4 and any(self._number in digits(p) for p in phones):
            return True
        words = [word for name in set(names) for word in search_key(name).split()]
        return bool(self._words) and all(
            any(word.startswith(part) for word in words) for part in self._words
        )
