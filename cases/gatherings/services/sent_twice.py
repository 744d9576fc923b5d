"""What differs where a meeting comes a second time, man by man (UI-W5).

Whoever runs the group reads nobody's notes: an outcome is compared by its digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cases.gatherings.models import Attendance, Meeting, Membership
from cases.gatherings.sealing import outcome_digest
from consent.row_keys import key_of
from msa.vault.envelope import DataKey

if TYPE_CHECKING:
    from cases.gatherings.services.meetings import Told


def told_differently(
    row: Meeting, told: Sequence[Told], members: Mapping[UUID, Membership]
) -> list[UUID]:
    """Return the places of those who are noted, of whom another thing is told now."""
    there = {one.subject_id: one for one in Attendance.objects.filter(meeting=row.id)}
    key = key_of(row)
    return [
        one.membership
        for one in told
        if one.membership in members
        and (noted := there.get(members[one.membership].subject_id))
        and _differs(noted, one, key)
    ]


def _differs(noted: Attendance, told: Told, key: DataKey) -> bool:
    if noted.how != told.how:
        return True
    sent = noted.sent_digest
    return sent is not None and bytes(sent) != outcome_digest(key, noted, told.outcome)
