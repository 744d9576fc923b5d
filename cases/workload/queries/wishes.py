"""What survivors said about who may take over (CAS-04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from cases.models import BlockedMember
from cases.workload.models import Agreed, Wish
from cases.workload.policies import agreed_since, lets_take_over
from consent.queries import subject_for
from msa.accounts.queries import member_names
from msa.clock.days import local_date


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one survivor: what he said, whom he agreed to, whom he avoids."""

    wish: Wish | None
    agreed: frozenset[UUID]
    away: frozenset[UUID]

    def lets(self, member: UUID) -> bool:
        """Say whether a member may take over from his peer worker."""
        return member not in self.away and self.said_yes(member)

    def said_yes(self, member: UUID) -> bool:
        """Say whether what he said beforehand lets a member take over."""
        return lets_take_over(self.wish, member, self.agreed)


@dataclass(frozen=True, slots=True)
class Told:
    """What he said, for a page: the answer, and the names of those he named."""

    wish: Wish | None
    names: list[str]


def standings(subjects: Collection[UUID], *, at: datetime) -> dict[UUID, Standing]:
    """Return what holds for each of these survivors, in three statements."""
    wishes = {
        row.subject_id: row
        for row in Wish.objects.filter(subject__in=subjects, ended_at=None)
    }
    held = Wish.objects.filter(
        subject=OuterRef("subject"),
        ended_at=None,
        written_at__lte=OuterRef("written_at"),
        asked_on__lte=OuterRef("asked_on"),
    )
    agreed = defaultdict(set)
    since = agreed_since(local_date(at))
    yes = Agreed.objects.filter(subject__in=subjects, asked_on__gt=since)
    for subject, member in yes.filter(Exists(held)).values_list("subject", "member"):
        agreed[subject].add(member)
    away = defaultdict(set)
    kept = BlockedMember.objects.filter(subject__in=subjects, ended_at=None)
    for subject, member in kept.values_list("subject", "member"):
        away[subject].add(member)
    return {
        subject: Standing(
            wishes.get(subject), frozenset(agreed[subject]), frozenset(away[subject])
        )
        for subject in subjects
    }


def standing(subject: UUID, *, at: datetime) -> Standing:
    """Return what holds for one survivor, as :func:`standings`."""
    return standings([subject], at=at)[subject]


def told(subject: UUID) -> Told:
    """Return what a survivor said about who may take over.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    wish = Wish.objects.filter(subject=subject, ended_at=None).first()
    named = member_names(set(wish.colleagues)) if wish else {}
    return Told(wish, sorted(named.values()))
