"""Pairs of records that may be of one person, for managers (REC-10, CON-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.enums import LikenessState, Trait
from cases.models import Client, Likeness
from consent.models import Subject
from consent.retention import queries as retention
from msa.access.refusals import NotVisible

#: So many are worked off in a sitting; the others move up.
FEW = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its reference number, and nothing of what it says."""

    subject: UUID
    reference: str
    is_sealed: bool
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be of one person, the earlier first."""

    id: UUID
    earlier: Side
    later: Side
    matched: list[Trait]
    found_at: datetime
    state: LikenessState

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, the earlier first."""
        return self.earlier, self.later

    @property
    def is_open(self) -> bool:
        """Is it still to be answered?"""
        return self.state == LikenessState.OPEN

    @property
    def can_carry_on(self) -> bool:
        """Is just one of the two sealed, so that he could carry on with it?"""
        return self.is_open and self.earlier.is_sealed != self.later.is_sealed

    def beside(self, subject: UUID) -> Side:
        """Return the other one of the two."""
        return self.later if self.earlier.subject == subject else self.earlier


def waiting(*, limit: int = FEW) -> list[Pair]:
    """Return the pairs to be answered, newest first.

    Of two that are both sealed nobody asks: neither is anybody's at present.
    """
    return _pairs(_waiting().order_by("-found_at", "id")[:limit])


def count_waiting() -> int:
    """Return how many pairs are to be answered."""
    return _waiting().count()


def pairs_of(subject: UUID) -> list[Pair]:
    """Return with whom somebody may be one person, or is; never who is another."""
    his = Likeness.objects.filter(Q(subject=subject) | Q(other=subject))
    known = his.exclude(state=LikenessState.APART)
    return _pairs(known.order_by("-found_at", "id")[:FEW])


def pair(pk: UUID) -> Pair:
    """Return one pair.

    Raises:
        NotVisible: there is none here, or one of the two keeps this manager away.
    """
    found = _pairs(Likeness.objects.filter(id=pk))
    if not found:
        raise NotVisible
    return found[0]


def references(subjects: Iterable[UUID]) -> list[str]:
    """Return the reference numbers of these people, as far as the actor sees them."""
    clients = Client.objects.filter(subject__in=list(subjects)).order_by("reference")
    return list(clients.values_list("reference", flat=True))


def _waiting() -> QuerySet[Likeness]:
    return Likeness.objects.filter(
        Exists(Client.objects.filter(subject=OuterRef("subject")))
        | Exists(Client.objects.filter(subject=OuterRef("other"))),
        state=LikenessState.OPEN,
    )


def _pairs(rows: QuerySet[Likeness]) -> list[Pair]:
    found = list(rows)
    sides = _sides({one for row in found for one in (row.subject_id, row.other_id)})
    return [_pair(row, sides[row.subject_id], sides[row.other_id]) for row in found]


def _pair(row: Likeness, one: Side, other: Side) -> Pair:
    earlier, later = sorted((one, other), key=lambda side: side.began_at)
    return Pair(
        id=row.id,
        earlier=earlier,
        later=later,
        matched=[Trait(kind) for kind in row.matched],
        found_at=row.found_at,
        state=LikenessState(row.state),
    )


def _sides(subjects: set[UUID]) -> dict[UUID, Side]:
    seen = Subject.objects.filter(id__in=subjects)
    began = dict(seen.values_list("id", "created_at"))
    in_force = dict(
        Client.objects.filter(subject__in=subjects).values_list("subject", "reference")
    )
    return {
        subject: Side(
            subject,
            in_force.get(subject) or retention.retained(None, subject).reference,
            is_sealed=subject not in in_force,
            began_at=began_at,
        )
        for subject, began_at in began.items()
    }
