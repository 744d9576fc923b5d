"""Finding known names and places, however they are spelled (REP-05, D13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from reporting.narratives.check.hits import Hit, Weight, Why
from reporting.narratives.check.known import LONG_ENOUGH, Register
from reporting.narratives.check.words import Word, key_of

#: How alike two words are, of 100, to be one of them mistyped.
ALIKE = 88
#: One letter too many, too few, wrong or swapped, whatever the length.
ONE_SLIP = 1
#: From this length on two slips are still the same word.
LONG = 8
_BETWEEN = re.compile(r"[ \t\n]*[-‐‑–]?[ \t\n]*")
_INITIALS = re.compile(
    r"\b(?P<first>[A-ZĀĒĪŌŪ])(?:\.?[ -]?[A-ZĀĒĪŌŪ]){0,2}\.?[ -]?"
    r"(?P<last>[A-ZĀĒĪŌŪ])\b\.?"
)
#: Two or three capitals that are nobody's initials.
_SHORT_FOR = frozenset(
    {"NZ", "UK", "US", "EU", "GP", "TV", "IT", "PO", "AM", "PM", "CEO", "ACC", "MSA"}
)


def names(text: str, words: list[Word], register: Register) -> Iterator[Hit]:
    """Yield where a name known to the organisation stands, exactly or nearly."""
    for at, word in enumerate(words):
        yield from _of_several_words(text, words, at, register)
        if word.stem in register.words or word.key in register.words:
            yield _exactly(word)
        elif _without_s(word) in register.words:
            weight = Weight.STRONG if word.is_capitalised else Weight.WEAK
            yield Hit(word.start, word.end, Why.NEAR_NAME, weight)
        elif word.stem in register.joined:
            yield Hit(word.start, word.end, Why.NAME, Weight.STRONG)
        elif _is_nearly(word, register):
            weight = Weight.STRONG if word.is_capitalised else Weight.WEAK
            yield Hit(word.start, word.end, Why.NEAR_NAME, weight)
    for match in _INITIALS.finditer(text):
        initials = key_of(match["first"] + match["last"])
        if initials in register.initials and match[0] not in _SHORT_FOR:
            yield Hit(match.start(), match.end(), Why.INITIALS, Weight.WEAK)


def places(text: str, words: list[Word], register: Register) -> Iterator[Hit]:
    """Yield where a town or a street that somebody lives in stands."""
    keys = [word.stem for word in words]
    for at, word in enumerate(words):
        for count in (3, 2, 1):
            run = tuple(keys[at : at + count])
            if len(run) < count:
                continue
            end = words[at + count - 1].end
            if run in register.streets:
                yield Hit(word.start, end, Why.ADDRESS, Weight.STRONG)
            if run in register.towns:
                weight = _weight_of_town(run, words[at : at + count], register)
                yield Hit(word.start, end, Why.PLACE, weight)


def _of_several_words(
    text: str, words: list[Word], at: int, register: Register
) -> Iterator[Hit]:
    for count in (2, 3):
        run = words[at : at + count]
        if len(run) < count or not _are_neighbours(text, run):
            continue
        joined = "".join(word.key for word in run[:-1]) + run[-1].stem
        is_split = "-" in text[run[0].start : run[-1].end] and joined in register.words
        if joined in register.joined or is_split:
            yield Hit(run[0].start, run[-1].end, Why.NAME, Weight.STRONG)


def _are_neighbours(text: str, run: list[Word]) -> bool:
    return all(
        _BETWEEN.fullmatch(text, one.end, other.start) for one, other in pairwise(run)
    )


def _exactly(word: Word) -> Hit:
    if not word.is_capitalised and (word.is_ordinary_too or len(word.stem) < 3):
        return Hit(word.start, word.end, Why.WORD_AND_NAME, Weight.WEAK)
    why = Why.WORD_AND_NAME if word.is_ordinary_too else Why.NAME
    return Hit(word.start, word.end, why, Weight.STRONG)


def _without_s(word: Word) -> str:
    """Return a possessive whose apostrophe was forgotten without its s."""
    return word.key[:-1] if word.key.endswith("s") and len(word.key) > 3 else ""


def _is_nearly(word: Word, register: Register) -> bool:
    is_known = word.is_always_capitalised or word.stem in register.own
    if is_known or not register.long_words:
        return False
    return any(
        len(key) >= LONG_ENOUGH - 1 and _is_like_one(key, register)
        for key in {word.key, word.stem}
    )


def _is_like_one(key: str, register: Register) -> bool:
    if key not in register.likeness:
        register.likeness[key] = _compare(key, register)
    return register.likeness[key]


def _compare(key: str, register: Register) -> bool:
    slips = ONE_SLIP + (len(key) >= LONG)
    near = [
        other
        for length in range(len(key) - slips, len(key) + slips + 1)
        for other in register.long_words.get(length, ())
    ]
    if not near:
        return False
    if process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=ALIKE):
        return True
    found = process.extractOne(key, near, scorer=OSA.distance, score_cutoff=slips)
    # Two slips in a word that also begins otherwise make another word.
    return found is not None and (found[1] <= ONE_SLIP or found[0][0] == key[0])


def _weight_of_town(
    run: tuple[str, ...], words: list[Word], register: Register
) -> Weight:
    is_own = register.own.issuperset(run)
    is_word = len(run) == 1 and not words[0].is_capitalised
    lives_there_many = register.towns[run]
    return Weight.WEAK if is_own or is_word or lives_there_many else Weight.STRONG
