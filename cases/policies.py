"""What the state of a record asks for or allows, whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from cases.enums import LikenessState, Pace, TurnKind
from cases.sections import Contact

#: Safe contact changes, so he is asked again after this long.
CONTACT_STANDS = timedelta(days=90)
#: What is changed later stands beside the first words as a dated correction.
NOTE_STAYS_OPEN = timedelta(days=10)
#: From this age on he agrees like everybody (CON-08).
OF_AGE = 18


def contact_is_due(contact: Contact, *, on: date) -> bool:
    """Say whether he should be asked again whether it is safe to reach him this way."""
    checked = contact.checked()
    return checked is None or on - checked > CONTACT_STANDS


def note_locks_at(logged_at: datetime) -> datetime:
    """Return the moment from which a session is only put right by dated corrections.

    Ten days after it was logged (rules, sessions).
    """
    return logged_at + NOTE_STAYS_OPEN


class Paced(Protocol):
    """A stretch of support, of which is known whether it goes on."""

    @property
    def pace(self) -> Pace:
        """Does it go on, rest, or is it over?"""
        ...


#: What may happen next in a stretch of support; the database refuses all else (REC-11).
FOLLOWS: Mapping[Pace, tuple[TurnKind, ...]] = MappingProxyType(
    {
        Pace.UNDER_WAY: (TurnKind.PHASE, TurnKind.PAUSED, TurnKind.ENDED),
        Pace.PAUSED: (TurnKind.WENT_ON, TurnKind.ENDED),
        Pace.ENDED: (),
    }
)


def may_follow(stay: Paced) -> tuple[TurnKind, ...]:
    """Return what may be noted next in a stretch of support."""
    return FOLLOWS[stay.pace]


def age(born: date, *, on: date) -> int:
    """Return the years of somebody born on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_of_age(born: date, *, on: date) -> bool:
    """Say whether somebody born on a day is 18 or older (CON-08)."""
    return age(born, on=on) >= OF_AGE


LIKENESS_STARTS: Mapping[LikenessState, str] = {
    LikenessState.OPEN: "two records have a name and birth date, a phone or an email"
    " in common",
}
LIKENESS_MOVES: Mapping[tuple[LikenessState, LikenessState], str] = {
    (LikenessState.OPEN, LikenessState.APART): "the manager knows that they are two",
    (LikenessState.OPEN, LikenessState.SAME): "the manager confirms that he is one",
}
