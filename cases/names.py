"""Finding a name however it is typed: case, macrons, doubled vowels, prefixes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: A vowel before the same again; looking ahead is quicker than putting one back.
_DOUBLED = re.compile(r"([aeiou])(?=\1)")
_NOT_LETTERS = re.compile(r"[^\w]+")
#: However the country is dialled, with the nought in brackets or without: +64 (0)21.
_FROM_ABROAD = re.compile(r"^(?:00)?640?")
#: Fewer digits are in too many numbers, fewer letters begin too many references.
_FEWEST_DIGITS, _FEWEST_LETTERS = 4, 3


def search_key(text: str) -> str:
    """Return ``text`` as it is compared: "Tāne", "Taane" and "TANE" become one."""
    plain = text.casefold()
    # Most letters have no mark to take off, and a search looks at thousands of names.
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DOUBLED.sub("", _NOT_LETTERS.sub(" ", plain)).strip()


def digits(text: str) -> str:
    """Return a phone number as it is compared: digits only, +64 or 0064 as 0."""
    return _FROM_ABROAD.sub("0", re.sub(r"\D", "", text))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


class Sought:
    """What somebody typed to find a person, made ready once for many names."""

    def __init__(self, query: str) -> None:
        self._words, self._letters = search_key(query).split(), _letters(query)
        # As typed as well: a number without its area code may begin with 64.
        numbers = {digits(query), re.sub(r"\D", "", query)}
        self._numbers = [number for number in numbers if len(number) >= _FEWEST_DIGITS]

    @property
    def may_be_a_number(self) -> bool:
        """Whether a phone could be meant: only then its number need be known."""
        return bool(self._numbers)

    def is_reference(self, reference: str) -> bool:
        """Say whether it is a reference number, or how one begins."""
        return len(self._letters) >= _FEWEST_LETTERS and _letters(reference).startswith(
            self._letters
        )

    def fits(self, names: Iterable[str], phones: Iterable[str] = ()) -> bool:
        """Say whether each word begins a word of a name, or a phone has the number."""
        if self.may_be_a_number:
            known = [digits(phone) for phone in phones]
            if any(number in phone for number in self._numbers for phone in known):
                return True
        words = search_key(" ".join(names)).split()
        return bool(self._words) and all(
            any(word.startswith(part) for word in words) for part in self._words
        )
