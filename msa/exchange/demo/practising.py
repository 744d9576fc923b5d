"""What fictional peer workers said that their sessions were about, and its counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from cases.enums import Practice, SessionKind
from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import earliest_month
from cases.services.practice import Practised
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.exchange.storing.activity import Activity

_OF_PEER_SUPPORT = [one.value for one in Practice if one is not Practice.TASK]
#: Where something practical is likelier to be all there was.
_PRACTICAL = (SessionKind.ADVOCACY, SessionKind.REFERRAL, SessionKind.CONTACT)
_SHOWN_FOR = timedelta(days=30)


def said_of(kind: SessionKind, chance: Random) -> list[str]:
    """Return what somebody may have ticked about a session; often nothing."""
    if chance.random() < 0.4:
        return []
    if chance.random() < (0.5 if kind in _PRACTICAL else 0.1):
        return [Practice.TASK.value]
    return sorted(chance.sample(_OF_PEER_SUPPORT, chance.choice((1, 1, 2))))


def count(organisation: UUID, activities: Iterable[Activity], *, at: datetime) -> None:
    """Store each peer worker's months as if he had logged these. Run as the owner."""
    earliest = earliest_month(local_date(at).replace(day=1))
    rows: dict[tuple[UUID, date], PracticeMonth] = {}
    for one in activities:
        said = Practised(one.held_on, one.kind, one.note.practice)
        if not said.count or said.month < earliest:
            continue
        row = rows.setdefault(
            (one.worker, said.month),
            PracticeMonth(
                organisation_id=organisation, member_id=one.worker, month=said.month
            ),
        )
        setattr(row, said.count, getattr(row, said.count) + 1)
    PracticeMonth.objects.bulk_create(rows.values())


def show(worker: Actor, manager: Actor, *, at: datetime) -> None:
    """Let a manager see how a peer worker works, for a month. Run as the owner."""
    PracticeShare.objects.create(
        organisation_id=worker.organisation,
        member_id=worker.member,
        shown_to_id=manager.member,
        from_at=at,
        until=at + _SHOWN_FOR,
    )
