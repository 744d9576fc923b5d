"""What somebody is told of on his pages until he has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from cases.overrides.enums import State
from cases.overrides.models import Notice
from msa.accounts.actor import Actor
from msa.accounts.models import Role

_FEW = 5


class About(StrEnum):
    """What a notice is about; the page turns it into words."""

    ASKED = "asked"
    TOLD = "told"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Unseen:
    """One notice: what somebody did, and where it is to be seen."""

    id: UUID
    about: About
    at: datetime
    who: str
    """Empty for the administrator, who is told that it is so and no more."""
    subject: UUID | None
    row: UUID | None


def unseen(actor: Actor) -> list[Unseen]:
    """Return the newest of what the actor has not seen; nothing of it is opened."""
    waiting = Notice.objects.filter(seen_at=None).order_by("-made_at")
    if actor.role != Role.MANAGER:
        return [
            Unseen(
                one.id,
                About.TOLD if one.disclosure_id else About.READ,
                one.made_at,
                "",
                None,
                None,
            )
            for one in waiting[:_FEW]
        ]
    still = (
        Q(reading__isnull=False)
        | Q(disclosure__is_urgent=True)
        | Q(disclosure__state=State.ASKED)
    )
    people = ("disclosure__asked_by", "reading__read_by")
    found = waiting.filter(still).select_related(*people)
    return [_told(one) for one in found[:_FEW]]


def _told(one: Notice) -> Unseen:
    if one.reading is not None:
        read = one.reading
        who = read.read_by.name
        return Unseen(one.id, About.READ, one.made_at, who, read.subject_id, read.id)
    told = one.disclosure
    assert told is not None
    about = About.TOLD if told.is_urgent else About.ASKED
    who = told.asked_by.name
    return Unseen(one.id, about, one.made_at, who, told.subject_id, told.id)
