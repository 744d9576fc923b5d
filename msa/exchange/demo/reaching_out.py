"""What the fictional organisations held for many: workshops, education, forums."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from random import Random

from cases.outreach.enums import ActivityKind
from cases.outreach.models import Activity
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date

_DAYS = 730
_EVERY_DAYS = 19
_HELD = (
    (ActivityKind.WORKSHOP, "Te whare tapa whā: a day together", 240),
    (ActivityKind.WORKSHOP, "Sleep, and nights that are long", 120),
    (ActivityKind.EDUCATION, "Talking with men: for practice nurses", 90),
    (ActivityKind.EDUCATION, "Peer support, for social work students", 60),
    (ActivityKind.FORUM, "Open evening with supporters and whānau", 120),
    (ActivityKind.PARTNERSHIP, "Meeting with the local counselling service", 60),
)


def hold(workers: list[Actor], region: str, *, at: datetime) -> None:
    """Store what an organisation held. Run as the owner, in the first one's name."""
    today = local_date(at)
    chance = Random(f"outreach {region}")  # noqa: S311  # made-up workshops
    rows = [
        _held(chance, chance.choice(workers), region, today - timedelta(days=ago), at)
        for ago in range(chance.randrange(3, _EVERY_DAYS), _DAYS, _EVERY_DAYS)
    ]
    Activity.objects.bulk_create(rows)
    record(workers[0], "outreach.noted", count=len(rows))


def _held(
    chance: Random, noted_by: Actor, region: str, on: date, at: datetime
) -> Activity:
    kind, title, minutes = chance.choice(_HELD)
    is_workshop = kind is ActivityKind.WORKSHOP
    return Activity(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        organisation_id=noted_by.organisation,
        kind=kind,
        title=title,
        held_on=on,
        minutes=minutes,
        region=region,
        survivors=chance.randrange(3, 12) if is_workshop else 0,
        supporters=chance.randrange(8) if is_workshop else 0,
        professionals=0 if is_workshop else chance.randrange(4, 30),
        public=chance.randrange(5, 60) if kind is ActivityKind.FORUM else 0,
        noted_by_id=noted_by.member,
        noted_at=at,
    )
