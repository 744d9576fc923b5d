"""Whose people are moved to whom, before and after it is done (UI-M3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.models import Assignment, Client, Episode, Session
from cases.queries.people import PersonCard, cards
from cases.workload.models import Handover, Moved
from cases.workload.policies import UNDO_WITHIN, Room
from cases.workload.queries.loads import Workload
from cases.workload.queries.wishes import Standing, standings
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.accounts.queries import member_names


@dataclass(frozen=True, slots=True)
class Place:
    """One person who is to be moved, who may take over, and who is suggested."""

    card: PersonCard
    was_waiting: bool
    standing: Standing
    may: list[Workload]
    suggested: UUID | None


@dataclass(frozen=True, slots=True)
class Done:
    """A whole caseload that was moved of late."""

    id: UUID
    whose: str
    made_at: datetime
    people: int
    went_back: int
    may_undo: bool


def member_moved(pk: UUID) -> Member:
    """Return the member whose people are moved; he may have left.

    Raises:
        NotVisible: nobody of that id has worked here.
    """
    member = Member.objects.filter(id=pk).first()
    if member is None:
        raise NotVisible
    return member


def people_of(member: UUID) -> dict[UUID, bool]:
    """Return whom somebody works with, or did until he left; is each waiting?

    Who has finished for now waits for nobody, and was let go for good.
    """
    running = Assignment.objects.filter(member=member, ended_at=None)
    found = dict.fromkeys(running.values_list("subject", flat=True), False)
    waiting = _left_behind().filter(member=member).values_list("subject", flat=True)
    return found | dict.fromkeys(waiting, True)


#: The database's clock ends the work, and the application's says when it was.
_CLOCKS_DIFFER = timedelta(minutes=1)
#: His work ended before theirs: nobody let them go.
_IS_GONE = Q(
    member__left_at__isnull=False,
    ended_at__gte=F("member__left_at") - _CLOCKS_DIFFER,
) | ~Q(member__roles__contains=[Role.WORKER.value])


def _left_behind() -> QuerySet[Assignment]:
    his = Assignment.objects.filter(subject=OuterRef("subject"))
    goes_on = Episode.objects.filter(subject=OuterRef("subject"), ended_on=None)
    return Assignment.objects.filter(
        _IS_GONE,
        ~Exists(his.filter(ended_at=None)),
        Exists(goes_on),
        id=_last(his),
    )


def _last(his: QuerySet[Assignment]) -> Subquery:
    return Subquery(his.order_by("-ended_at", "-from_at").values("id")[:1])


def left_behind() -> list[tuple[Member, int]]:
    """Return who has left while others wait who worked with him, and how many."""
    counts = dict(_left_behind().values_list("member").annotate(Count("id")))
    members = Member.objects.filter(id__in=list(counts)).order_by("name")
    return [(member, counts[member.id]) for member in members]


def preview(
    actor: Actor, member: UUID, workloads: list[Workload], *, at: datetime
) -> list[Place]:
    """Return whom somebody works with, and for each who could take over.

    Only people whose record is open; suggested is whoever has the most room once those
    before are placed.
    """
    people = people_of(member)
    clients = list(Client.objects.filter(subject__in=people).order_by("reference"))
    said = standings([client.subject_id for client in clients], at=at)
    others = [one for one in workloads if one.member.id != member]
    carried = {one.member.id: one.people for one in others}
    places = []
    for card in cards(actor, clients, act="list"):
        standing = said[card.subject]
        may = [one for one in others if standing.lets(one.member.id)]
        suggested = fairest(may, carried)
        if suggested:
            carried[suggested] += 1
        places.append(Place(card, people[card.subject], standing, may, suggested))
    return places


def fairest(may: Iterable[Workload], carried: Mapping[UUID, int]) -> UUID | None:
    """Return who of these should be asked next: whoever carries the least."""
    ranked = sorted(
        may,
        key=lambda one: (
            one.room in (Room.OVER, Room.FULL),
            carried[one.member.id],
            one.minutes,
            one.member.name,
        ),
    )
    return ranked[0].member.id if ranked else None


def moved_of_late(*, at: datetime) -> list[Done]:
    """Return the caseloads that were moved within the last days, the newest first."""
    rows = list(
        Handover.objects.filter(made_at__gt=at - UNDO_WITHIN)
        .annotate(
            people=Subquery(
                Moved.objects.filter(handover=OuterRef("pk"))
                .values("handover")
                .annotate(n=Count("id"))
                .values("n")
            ),
            back=Subquery(
                Moved.objects.filter(handover=OuterRef("pk"), went_back=True)
                .values("handover")
                .annotate(n=Count("id"))
                .values("n")
            ),
        )
        .order_by("-made_at")
    )
    names = member_names({row.member_id for row in rows})
    return [
        Done(
            row.id,
            names[row.member_id],
            row.made_at,
            row.people or 0,
            row.back or 0,
            row.undone_at is None,
        )
        for row in rows
    ]


def is_done(handover: UUID) -> bool:
    """Say whether a caseload was moved under this id."""
    return Handover.objects.filter(id=handover).exists()


def untouched(handover: Handover) -> list[Moved]:
    """Return those of a handover with whom nothing has happened since.

    Touched is who was given to somebody else since, and with whom the new peer worker
    has logged a session.
    """
    met = Session.objects.filter(
        subject=OuterRef("subject"),
        worker=OuterRef("assignment__member"),
        logged_at__gte=handover.made_at,
    )
    rows = Moved.objects.filter(
        ~Exists(met), handover=handover, assignment__ended_at=None
    )
    return list(rows.order_by("subject"))
