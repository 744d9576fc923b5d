"""How many years of school a text asks of its reader: the Flesch-Kincaid grade."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-zĀĒĪŌŪāēīōū’']+")
_VOWELS = re.compile(r"[aeiouyāēīōū]+")


def grade(text: str) -> float:
    """Return the school grade at which a text is read with ease."""
    words = _WORD.findall(text)
    sentences = len(_SENTENCE.findall(text.strip() + " ")) or 1
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """Return how many syllables an English word has, as near as rules come."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain.endswith("e") and not plain.endswith(("le", "ee")):
        plain = plain.removesuffix("e") + "'"
    elif plain.endswith("ed") and not plain.endswith(("ted", "ded")):
        plain = plain.removesuffix("ed") + "d"
    return max(len(_VOWELS.findall(plain)), 1)
