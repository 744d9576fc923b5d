"""Texts with something planted in them by lot, which the check must find."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FIRST = _listed(
    """
    Hēmi Wiremu Tāmati Rāwiri Hōne Pita Mikaere Te-Rangi Tūmanako Kāwhia Rangiātea
    Mākere Ngaire Aroha Marama Hinemoa Whetū Manaia Sione Tevita Semisi Lagi Filipo Vaea
    Ioane Aaron Brian Callum Darren Edward Fergus Gareth Hamish Isaac Jason Keith Liam
    Malcolm Nathan Oscar Patrick Quentin Robert Stewart Thomas Umberto Vincent Warwick
    Xavier Yusuf Zachary Will Mark Grant Dean Frank Art Rob Jack Tom Sam Jean-Luc
    Siobhan Rajesh Arjun Nguyen Minh Dmitri Joaquín Zoë René
    """
)
LAST = _listed(
    """
    Tāwhai Parata Ngāta Rātana Tūhoe Waititi Hōhepa Pōmare Kīngi Te-Ao Hēnare Māhuta
    O'Brien McKenzie MacDonald Robertson Sutherland Campbell Henderson Fitzgerald
    Patterson Williamson Cunningham Blackwood Chamberlain Whitaker Smith Young King Hope
    Rivers Marsh Taufa Fonoti Leavasa Tuilagi Faleolo Prasad Venkatesh Chowdhury Okonkwo
    Kowalski Schneider Lindqvist D'Souza St-John Van-der-Berg Müller Nakamura Fernández
    """
)
LONG_VOWELS = dict(
    zip("āēīōūĀĒĪŌŪ", _listed("aa ee ii oo uu Aa Ee Ii Oo Uu"), strict=True)
)
#: Somebody stands in the middle of each sentence, and at the beginning of some.
SENTENCES = (
    "The walking group helped {} to come again.",
    "We heard that {} found the hui useful.",
    "{} asked for more evening groups.",
    "Thanks to {}, the garden is open again.",
    "A visit with {} and others showed us what is missing.",
    "It was good (as {} said) to meet outside.",
)


@dataclass(frozen=True)
class Planted:
    """A text and what was planted in it."""

    text: str
    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def plant(chance: random.Random, words: str) -> Planted:
    sentence = chance.choice(SENTENCES)
    return Planted(sentence.format(words), sentence.index("{}"), words)


def people(chance: random.Random, count: int) -> list[str]:
    """Full names; hyphens in the lists above stand for spaces in some of them."""
    return [
        f"{chance.choice(FIRST)} {chance.choice(LAST)}".replace("Te-", "Te ").replace(
            "Van-der-", "van der "
        )
        for _ in range(count)
    ]


def respelled(chance: random.Random, name: str) -> str:
    """The same name in another spelling that nobody would call a mistake."""
    return chance.choice(
        [
            lambda n: n,
            without_macrons,
            with_doubled_vowels,
            lambda n: unicodedata.normalize("NFD", n),
            str.upper,
            lambda n: f"{n}’s",
            lambda n: f"{n}'s",
            lambda n: f"{without_macrons(n)}'",
            lambda n: n.replace("'", "’"),
            lambda n: n.replace("'", ""),
            lambda n: n.replace("-", " "),
            lambda n: n.replace("-", ""),
        ]
    )(name)


def without_macrons(name: str) -> str:
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c))


def with_doubled_vowels(name: str) -> str:
    for long, double in LONG_VOWELS.items():
        name = name.replace(long, double)
    return name


def mistyped(chance: random.Random, name: str) -> str:
    """The name with one slip of the hand that is not at its very beginning."""
    at = chance.randrange(1, len(name))
    letter = chance.choice("aeioulmnrst")
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        ]
    )


def phones(chance: random.Random) -> Iterator[str]:
    while True:
        n = [chance.randrange(10) for _ in range(8)]
        d = "".join(map(str, n))
        yield chance.choice(
            [
                f"021 {d[:3]} {d[3:7]}",
                f"+64 21 {d[:3]} {d[3:7]}",
                f"0064 27 {d[:7]}",
                f"(0{chance.choice('34679')}) {d[:3]}-{d[3:7]}",
                f"0{chance.choice('34679')} {d[:3]} {d[3:7]}",
                f"027-{d[:3]}-{d[3:7]}",
                f"022{d[:7]}",
                f"0800 {d[:3]} {d[3:6]}",
                f"021.{d[:3]}.{d[3:7]}",
            ]
        )
