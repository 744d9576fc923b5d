"""What pages say in the place of words that were let go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.forgetting.enums import Ground
from cases.forgetting.models import Forgetting
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class LetGo:
    """When words were let go, by whom, and why."""

    on: datetime
    asked_by: str
    decided_by: str
    ground: str


def let_go(decisions: Iterable[UUID | None]) -> dict[UUID, LetGo]:
    """Return what was decided, by the ids that emptied versions name; None is none."""
    wanted = {one for one in decisions if one is not None}
    if not wanted:
        return {}
    rows = list(Forgetting.objects.filter(id__in=wanted, decided_at__isnull=False))
    members = {row.asked_by_id for row in rows} | {row.decided_by_id for row in rows}
    names = member_names({one for one in members if one is not None})
    return {
        row.id: LetGo(
            row.decided_at,
            names.get(row.asked_by_id, ""),
            names.get(row.decided_by_id, "") if row.decided_by_id else "",
            str(Ground(row.ground).label),
        )
        for row in rows
        if row.decided_at is not None
    }
