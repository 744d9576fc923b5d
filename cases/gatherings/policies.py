"""How a place in a group begins, goes on and ends; the database holds to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from cases.gatherings.enums import Standing, State
from cases.names import search_key

STARTS: Mapping[State, str] = {State.INVITED: "he is cleared, and invited"}
MOVES: Mapping[tuple[State, State], str] = {
    (State.INVITED, State.JOINED): "he accepts what the group has agreed on",
    (State.INVITED, State.ENDED): "he says no, or is not cleared any more",
    (State.JOINED, State.ENDED): "he leaves, or is not cleared any more",
}

#: Put right, it stands on: as another version. Taken back, it is logged anew.
MEETING_STARTS: Mapping[Standing, str] = {
    Standing.STANDS: "whoever runs the group logs it"
}
MEETING_MOVES: Mapping[tuple[Standing, Standing], str] = {
    (Standing.STANDS, Standing.TAKEN_BACK): "whoever logged or ran it takes it back"
}


class Stay(Protocol):
    """From when until when somebody was in a group."""

    @property
    def joined_on(self) -> date | None:
        """The first day, if he ever joined."""
        ...

    @property
    def ended_on(self) -> date | None:
        """The last day, if it is over."""
        ...


def was_in(stay: Stay, *, on: date) -> bool:
    """Say whether somebody was in the group on a day; the database asks the same."""
    joined, ended = stay.joined_on, stay.ended_on
    return joined is not None and joined <= on and (ended is None or on <= ended)


def names_in(text: str, names: list[str]) -> list[str]:
    """Return which of these names stand in a text, however they are typed."""
    words = search_key(text).split()
    said = f" {' '.join(words)} "
    return [name for name in names if (key := search_key(name)) and f" {key} " in said]
