"""What he said beforehand, and what one peer worker can carry, as rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cases.workload.enums import Choice

#: A yes to one change is not a yes to one much later; the database counts the same.
AGREED_HOLDS = timedelta(days=30)
#: What was moved at once can be moved back for so long.
UNDO_WITHIN = timedelta(days=7)
#: A caseload is planned for a day to come, and for none further away.
PLAN_AT_MOST = timedelta(days=90)
#: From so much of what is safe on, somebody is told before it is too much.
_NEARLY = 0.85


class Said(Protocol):
    """What he said about who may take over."""

    choice: str
    colleagues: list[UUID]


def lets_take_over(said: Said | None, who: UUID, agreed: Iterable[UUID]) -> bool:
    """Say whether somebody may take over; ``agreed`` are those he agreed to since.

    Nobody has asked him yet: nothing he said stands against it.
    """
    if said is None or said.choice == Choice.ANYONE:
        return True
    return who in said.colleagues or who in set(agreed)


def agreed_since(on: date) -> date:
    """Return the last day that is too long ago for a yes to hold on a day."""
    return on - AGREED_HOLDS


def may_be_planned(on: date, *, today: date) -> bool:
    """Say whether a caseload may be planned to move on a day; the database agrees."""
    return today < on <= today + PLAN_AT_MOST


class Room(StrEnum):
    """How much somebody carries, against what his organisation thinks is safe."""

    UNKNOWN = "UNKNOWN"
    HAS_ROOM = "HAS_ROOM"
    NEARLY = "NEARLY"
    FULL = "FULL"
    OVER = "OVER"


@dataclass(frozen=True, slots=True)
class Safe:
    """What one peer worker can carry: people, and hours of sessions a week."""

    people: int
    hours_a_week: int


def room(safe: Safe | None, *, people: int, hours_a_week: float) -> Room:
    """Say how much room somebody has; the fuller of the two counts."""
    if safe is None:
        return Room.UNKNOWN
    part = max(people / safe.people, hours_a_week / safe.hours_a_week)
    if part > 1:
        return Room.OVER
    if part == 1:
        return Room.FULL
    return Room.NEARLY if part >= _NEARLY else Room.HAS_ROOM
