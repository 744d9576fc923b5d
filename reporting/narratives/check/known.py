"""What is known of an organisation's people, prepared for looking up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reporting.narratives.check.ordinary import IN_ADDRESSES, PARTICLES
from reporting.narratives.check.words import Word, words_of

#: From this length on a word is compared with a tolerance for mistypings.
LONG_ENOUGH = 5
#: A town that so many of its people live in points at none of them.
MANY = 10
_NAME_OF_MANY_WORDS = 2


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """Everything that must not stand in a narrative, as it is kept in the records.

    ``names`` are names of people in any form, ``own`` words the organisation is called
    by, which say nothing about its people.
    """

    names: Iterable[str] = ()
    phones: Iterable[str] = ()
    emails: Iterable[str] = ()
    addresses: Iterable[str] = ()
    towns: Iterable[str] = ()
    born: Iterable[date] = ()
    own: str = ""


@dataclass(repr=False)
class Register:
    """Known things by the keys they are looked up by; made once for many texts."""

    known: Known
    words: frozenset[str] = field(init=False)
    joined: frozenset[str] = field(init=False)
    initials: frozenset[str] = field(init=False)
    # The same words come again and again; each is compared with all names once.
    likeness: dict[str, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        words: set[str] = set()
        joined: set[str] = set()
        initials: set[str] = set()
        for name in set(self.known.names):
            parts = words_of(name)
            alone = {part.key for part in parts if _can_stand_alone(part)}
            # Somebody who is called by a particle alone is still somebody.
            words |= alone or {part.key for part in parts}
            joined |= _joined(parts)
            if len(parts) >= _NAME_OF_MANY_WORDS:
                initials.add(parts[0].key[:1] + parts[-1].key[:1])
        self.words, self.joined = frozenset(words), frozenset(joined - words)
        self.initials = frozenset(initials)

    @cached_property
    def own(self) -> frozenset[str]:
        """The words the organisation itself is called by."""
        return frozenset(word.key for word in words_of(self.known.own))

    @cached_property
    def long_words(self) -> dict[int, list[str]]:
        """Words of names that are long enough to be mistyped, by their length."""
        by_length: dict[int, list[str]] = {}
        for word in sorted(self.words | self.joined):
            if len(word) >= LONG_ENOUGH:
                by_length.setdefault(len(word), []).append(word)
        return by_length

    @cached_property
    def phones(self) -> frozenset[str]:
        """Known phone numbers as digits, the country's code as 0."""
        found = {digits(phone) for phone in self.known.phones}
        return frozenset(number for number in found if len(number) >= LONG_ENOUGH)

    @cached_property
    def emails(self) -> frozenset[str]:
        """Known e-mail addresses in small letters, and what stands before their @."""
        found = {one.strip().casefold() for one in self.known.emails if "@" in one}
        return frozenset(found | {one.partition("@")[0] for one in found})

    @cached_property
    def towns(self) -> dict[tuple[str, ...], bool]:
        """Keys of the words of each town, and whether many of the people live there."""
        keys = (tuple(w.key for w in words_of(town)) for town in self.known.towns)
        counted = Counter(town for town in keys if town and len("".join(town)) > 2)
        return {town: number >= MANY for town, number in counted.items()}

    @cached_property
    def streets(self) -> frozenset[tuple[str, ...]]:
        """Keys of the words of each street that somebody lives in."""
        found = set()
        for address in self.known.addresses:
            for line in re.split(r"[,\n;]", address):
                keys = [word.key for word in words_of(line)]
                if len(keys) >= _NAME_OF_MANY_WORDS and keys[-1] in IN_ADDRESSES:
                    found.add(tuple(keys[-3:]))
                    found.add(tuple(keys[-2:]))
        return frozenset(found)

    @cached_property
    def birthdays(self) -> frozenset[tuple[int, int]]:
        """Month and day of each known birth date."""
        return frozenset((one.month, one.day) for one in self.known.born)


def digits(text: str) -> str:
    """Return a phone number as it is compared: digits only, +64 as 0."""
    found = re.sub(r"\D", "", text)
    found = found.removeprefix("00") if found.startswith("0064") else found
    return "0" + found[2:].removeprefix("0") if found.startswith("64") else found


def _can_stand_alone(part: Word) -> bool:
    return len(part.key) > 1 and part.key not in PARTICLES


def _joined(parts: list[Word]) -> set[str]:
    """Return how two or three neighbouring words of a name read as one."""
    keys = [part.key for part in parts]
    return {
        "".join(keys[at : at + count])
        for count in (2, 3)
        for at in range(len(keys) - count + 1)
    }
