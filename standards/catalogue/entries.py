"""What a catalogue of standards consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard: its official number, and what it asks in our own words.

    ``leaders``, ``staff`` and ``clients`` are what each can say where it is met.
    """

    number: str
    title: str
    statement: str
    rationale: str
    leaders: str
    staff: str
    clients: str


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the standards."""

    number: str
    title: str
    summary: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the standards; what was rated by it is read by it for ever."""

    code: str
    title: str
    areas: tuple[Area, ...]

    @property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in order."""
        return tuple(one for area in self.areas for one in area.standards)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number of every standard, in order."""
        return tuple(one.number for one in self.standards)

    def standard(self, number: str) -> Standard:
        """Return the standard with a number.

        Raises:
            KeyError: this version has none.
        """
        for one in self.standards:
            if one.number == number:
                return one
        raise KeyError(number)

    def area_of(self, number: str) -> Area:
        """Return the area that a standard belongs to.

        Raises:
            KeyError: this version has no such standard.
        """
        for area in self.areas:
            if any(one.number == number for one in area.standards):
                return area
        raise KeyError(number)

    def after(self, number: str) -> Standard | None:
        """Return the standard that follows, or None after the last."""
        place = self.numbers.index(number) + 1
        return self.standards[place] if place < len(self.standards) else None
