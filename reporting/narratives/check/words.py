"""Words of a text as the check compares them: one key for every way to spell one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reporting.narratives.check.ordinary import CAPITALISED, NAMES_TOO

_APOSTROPHES = "'’ʼʻ‘`´"
_LETTER = r"(?:[^\W\d_][̀-ͯ]*)"
_WORD = re.compile(rf"{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]\Z")
_DOUBLED = re.compile(r"([aeiou])\1+")
_ENDS_A_SENTENCE = ".!?:\n•"
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_GAPS = re.compile(r"[^\S\n]+")
#: What is not seen, or joins and parts letters unseen, and would part a name too.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]"
)
#: Letters of other scripts that look like Latin ones.
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтαεορτυνικıɑɡ", "aeopcyxijshdqwbkmhtaeoptuvikiag"
)


def cleaned(text: str) -> str:
    """Return ``text`` as it is checked, kept and shown: composed, nothing unseen in it.

    Offsets of hits are offsets in this.
    """
    text = _LINE_ENDS.sub("\n", _UNSEEN.sub("", text))
    text = _GAPS.sub(" ", unicodedata.normalize("NFKC", text))
    return "".join(
        c
        for c in text
        if c == "\n" or unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cn"}
    ).strip()


def key_of(text: str) -> str:
    """Return letters as they are compared: Tāne, Taane, TANE, Ta'ne become one."""
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_LOOKS_LIKE))
    plain = "".join(c for c in decomposed if c.isalpha())
    return _DOUBLED.sub(r"\1", plain)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, how it is written, how it is compared."""

    start: int
    end: int
    text: str
    key: str
    stem: str
    """The key without the ending of a possessive."""
    begins_sentence: bool

    @property
    def is_capitalised(self) -> bool:
        """Is it written like a name?"""
        return self.text[0].isupper()

    @property
    def is_ordinary_too(self) -> bool:
        """Can it be a common word besides being a name?"""
        return self.stem in NAMES_TOO or self.key in NAMES_TOO

    @property
    def is_always_capitalised(self) -> bool:
        """Is it written with a capital without being anybody's name?"""
        return self.stem in CAPITALISED


def words_of(text: str) -> list[Word]:
    """Return the words of a cleaned text in their order; a hyphen parts two words."""
    return [
        _word(text, match.start(), match.end(), match[0])
        for match in _WORD.finditer(text)
    ]


def _word(text: str, start: int, end: int, written: str) -> Word:
    before = text[:start].rstrip(" \t“\"'‘(*-–—")
    return Word(
        start=start,
        end=end,
        text=written,
        key=key_of(written),
        stem=key_of(_POSSESSIVE.sub("", written)),
        begins_sentence=not before or before[-1] in _ENDS_A_SENTENCE,
    )
