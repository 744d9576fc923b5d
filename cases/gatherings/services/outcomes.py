"""What came of a meeting for a man whose session of it stands already (GRP-03).

It is added to the note of that session, by his own peer worker alone: whoever only runs
the group reads no note, and replaces none unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cases.gatherings.enums import Attended
from cases.gatherings.looking_back import whose_sessions_he_reads
from cases.gatherings.models import Attendance, Membership
from cases.gatherings.services.meetings import Told
from cases.services import corrections
from msa.accounts.actor import Actor


@dataclass(slots=True)
class Said:
    """What is said of men whose session stands."""

    new: list[tuple[Attendance, str]] = field(default_factory=list)
    of_others: list[UUID] = field(default_factory=list)
    """The places of men with whom somebody else works: nothing is kept of it."""


def said_of(
    actor: Actor,
    met: UUID,
    told: Sequence[Told],
    members: dict[UUID, Membership],
    there: dict[UUID, Attendance],
) -> Said:
    """Return what is said of men who came and were noted so, and isn't there yet."""
    said = Said()
    his_own = whose_sessions_he_reads(met)
    for one in told:
        place = members.get(one.membership)
        noted = there.get(place.subject_id) if place else None
        if not (one.outcome and noted and noted.how == one.how == Attended.CAME):
            continue
        if noted.subject_id not in his_own:
            said.of_others.append(one.membership)
        elif not corrections.says(actor, noted.subject_id, noted.id, one.outcome):
            said.new.append((noted, one.outcome))
    return said


def add(actor: Actor, new: Iterable[tuple[Attendance, str]], *, at: datetime) -> None:
    """Add it to their sessions; the actor has just put their meeting right.

    Raises:
        SessionChanged: one of them was put right at this moment.
    """
    for noted, words in new:
        corrections.add(actor, noted.subject_id, noted.id, words, at=at)
