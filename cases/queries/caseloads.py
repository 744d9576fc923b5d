"""The manager's view of everybody's people: with whom, and how lately (CAS-02).

Filters and counts read clear columns only; names are opened for the page shown and no
further, in one audited release.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.enums import NOT_MET, Pace
from cases.models import Assignment, Client, Episode, Session
from cases.queries.meeting import Seen, agreed_to_sessions, last_met, last_seen
from cases.queries.people import (
    NEWEST_ACTIVITY,
    PAGE,
    PersonCard,
    Place,
    beyond,
    cards,
    pace_of,
    with_pace,
)
from cases.queries.sealed import sealed_records
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.accounts.queries import member_names, members_with_role
from msa.clock.days import local_date

#: After so many days without a session somebody may need a hand.
QUIET_DAYS = 30


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the manager wants to see of the caseload."""

    worker: UUID | None = None
    waiting: bool = False
    quiet: bool = False
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the caseload."""

    card: PersonCard
    worker: str
    """Empty while nobody works with him."""
    under_way: bool
    """Is he being supported now, or has he finished for now?"""
    is_paused: bool
    """Does he take a break? Nobody misses him meanwhile."""
    last_met_on: date | None
    days_since: int | None
    missed_on: date | None = None
    """The day of a session after that which he didn't come to."""
    no_sessions: bool = False
    """Are no sessions of his kept or shown?"""


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One person in the caseload without a word that is sealed."""

    reference: str
    worker: str
    pace: Pace
    last_met_on: date | None
    days_since: int | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of the organisation's people, and where the next page begins."""

    lines: list[Line]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How the organisation stands, whatever is filtered."""

    people: int
    waiting: int
    quiet: int
    sealed: int


@dataclass(frozen=True, slots=True)
class Load:
    """A peer worker and how many people he works with now."""

    member: Member
    people: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which one peer worker worked with a survivor."""

    worker: str
    from_at: datetime
    ended_at: datetime | None


def caseload(
    actor: Actor,
    wanted: Narrowing,
    *,
    at: datetime,
    after: Place | None = None,
    limit: int = PAGE,
) -> Caseload:
    """Return a page of the organisation's people, newest activity first.

    ``after`` is where the page before ended.
    """
    today = local_date(at)
    clients = _narrowed(wanted, at=at).order_by(*NEWEST_ACTIVITY)
    if after is not None:
        clients = clients.filter(beyond(after))
    rows = list(clients[: limit + 1])
    shown = rows[:limit]
    end = shown[-1] if len(rows) > limit else None
    return Caseload(
        _lines(actor, shown, today=today),
        (end.last_activity_on, end.id) if end else None,
    )


def plain_lines(wanted: Narrowing, *, at: datetime) -> list[PlainLine]:
    """Return everybody who fits by reference number; nothing is opened for it."""
    today = local_date(at)
    clients = list(_narrowed(wanted, at=at).order_by("reference"))
    subjects = [client.subject_id for client in clients]
    workers = _workers(subjects)
    met = {subject: on for subject, (on, _) in last_met(subjects).items()}
    return [
        PlainLine(
            client.reference,
            workers.get(client.subject_id, ""),
            pace_of(client),
            met.get(client.subject_id),
            _days(met.get(client.subject_id), today),
        )
        for client in clients
    ]


def totals(actor: Actor, *, at: datetime) -> Totals:
    """Return how many people there are, wait, and have not been met for a while."""
    # One by one: as conditions of one count they would be looked up for each person.
    everybody = Client.objects.all()
    return Totals(
        people=everybody.count(),
        waiting=everybody.filter(_is_waiting()).count(),
        quiet=everybody.filter(_is_quiet(at)).count(),
        sealed=len(sealed_records(actor)),
    )


def loads(*, at: datetime) -> list[Load]:
    """Return every present peer worker with the number of his people, by name."""
    counts = dict(
        Assignment.objects.filter(
            Exists(Client.objects.filter(subject=OuterRef("subject"))), ended_at=None
        )
        .values_list("member")
        .annotate(Count("id"))
    )
    return [
        Load(member, counts.get(member.id, 0))
        for member in members_with_role(Role.WORKER, at=at)
    ]


def stretches(subject: UUID) -> list[Stretch]:
    """Return who has worked with a survivor, the present peer worker first."""
    rows = list(Assignment.objects.filter(subject=subject).order_by("-from_at"))
    names = member_names({row.member_id for row in rows})
    return [Stretch(names[row.member_id], row.from_at, row.ended_at) for row in rows]


def present_worker(subject: UUID) -> UUID | None:
    """Return the member who works with a survivor now."""
    running = Assignment.objects.filter(subject=subject, ended_at=None)
    return running.values_list("member", flat=True).first()


def _narrowed(wanted: Narrowing, *, at: datetime) -> QuerySet[Client]:
    clients = with_pace(Client.objects.all())
    if wanted.worker is not None:
        clients = clients.filter(Exists(_running().filter(member=wanted.worker)))
    if wanted.waiting:
        clients = clients.filter(_is_waiting())
    if wanted.quiet:
        clients = clients.filter(_is_quiet(at))
    if wanted.pace is not None:
        clients = clients.filter(_stands(wanted.pace))
    return clients


def _running() -> QuerySet[Assignment]:
    return Assignment.objects.filter(subject=OuterRef("subject"), ended_at=None)


def _under_way() -> QuerySet[Episode]:
    return Episode.objects.filter(subject=OuterRef("subject"), ended_on=None)


def _active() -> QuerySet[Episode]:
    return _under_way().filter(paused_on=None)


def _stands(pace: Pace) -> Q:
    if pace == Pace.UNDER_WAY:
        return Q(Exists(_active()))
    goes_on = Exists(_under_way())
    return Q(goes_on, ~Exists(_active())) if pace == Pace.PAUSED else Q(~goes_on)


def _is_waiting() -> Q:
    # Who has finished for now waits for nobody.
    return Q(~Exists(_running()), Exists(_under_way()))


def _is_quiet(at: datetime) -> Q:
    since = local_date(at) - timedelta(days=QUIET_DAYS)
    met = _met().filter(subject=OuterRef("subject"), held_on__gt=since)
    kept = agreed_to_sessions(at).filter(subject=OuterRef("subject"))
    # Who takes a break is missed by nobody; of whom no sessions are kept nobody knows.
    return Q(~Exists(met), Exists(_active()), Exists(kept))


def _met() -> QuerySet[Session]:
    return Session.objects.exclude(kind__in=NOT_MET)


def _lines(actor: Actor, clients: list[Client], *, today: date) -> list[Line]:
    subjects = [client.subject_id for client in clients]
    workers = _workers(subjects)
    seen = last_seen({one.subject_id: one.last_activity_on for one in clients})
    return [
        _line(card, workers.get(card.subject, ""), seen[card.subject], today=today)
        for card in cards(actor, clients, act="list")
    ]


def _line(card: PersonCard, worker: str, seen: Seen, *, today: date) -> Line:
    met, missed = seen.met_on, seen.missed_on
    return Line(
        card=card,
        worker=worker,
        under_way=card.pace != Pace.ENDED,
        is_paused=card.pace == Pace.PAUSED,
        last_met_on=met,
        days_since=_days(met, today),
        missed_on=missed if missed and (met is None or missed > met) else None,
        no_sessions=seen.no_sessions,
    )


def _workers(subjects: Iterable[UUID]) -> dict[UUID, str]:
    running = Assignment.objects.filter(subject__in=subjects, ended_at=None)
    return dict(running.values_list("subject", "member__name"))


def _days(met_on: date | None, today: date) -> int | None:
    return (today - met_on).days if met_on else None
