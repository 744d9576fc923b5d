"""What a peer worker opens his day with: the new, his people, what he did last."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cases.enums import SectionKind
from cases.models import Client, Section
from cases.queries.people import PersonCard, cards, caseload, named, told_apart
from cases.queries.pressing import Waiting, waiting
from cases.queries.sessions import SessionLine, logged_last
from msa.accounts.actor import Actor
from msa.clock.days import local_date

#: How long somebody who was never met stays among those getting started.
_STARTING = timedelta(days=28)
_PEOPLE = 10
_DONE = 4


@dataclass(frozen=True, slots=True)
class Starting:
    """Somebody new: his name and contact are still to come, or the first session is."""

    card: PersonCard
    complete: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A session the worker logged of late, and with whom."""

    line: SessionLine
    name: str


@dataclass(frozen=True, slots=True)
class Today:
    """A peer worker's home page."""

    starting: list[Starting]
    people: list[PersonCard]
    more: bool
    done: list[Done]
    waiting: Waiting = field(default_factory=Waiting)


def today(actor: Actor, *, at: datetime) -> Today:
    """Return the actor's home page, his people by newest activity (CAS-01)."""
    starting = _starting(actor, at=at)
    page = caseload(actor, limit=_PEOPLE)
    asked = waiting(actor, on=local_date(at))
    known = _known(starting, page.people, asked)
    new = {entry.card.subject for entry in starting}
    return Today(
        starting=[replace(one, card=known[one.card.subject]) for one in starting],
        people=[known[card.subject] for card in page.people if card.subject not in new],
        more=page.after is not None,
        done=_done(actor, known),
        waiting=Waiting(
            [replace(one, card=known[one.card.subject]) for one in asked.pressing],
            [replace(one, card=known[one.card.subject]) for one in asked.steps],
        ),
    )


def _known(
    starting: list[Starting], people: list[PersonCard], asked: Waiting
) -> dict[UUID, PersonCard]:
    """Return all whom the page names, told apart on all of it."""
    found = [one.card for one in starting]
    found += [one.card for one in asked.pressing] + [one.card for one in asked.steps]
    return {card.subject: card for card in told_apart([*found, *people])}


def _starting(actor: Actor, *, at: datetime) -> list[Starting]:
    told = Section.objects.filter(subject=OuterRef("subject"), superseded=False)
    rows = Client.objects.annotate(
        complete=Q(
            Exists(told.filter(kind=SectionKind.IDENTITY)),
            Exists(told.filter(kind=SectionKind.CONTACT)),
        )
    ).filter(
        Q(opened_by=actor.member, complete=False)
        | Q(last_activity_on=None, opened_at__gte=at - _STARTING)
    )
    clients = list(rows.order_by("-opened_at")[:_PEOPLE])
    complete = {row.subject_id: row.complete for row in clients}
    return [
        Starting(card, complete[card.subject])
        for card in cards(actor, clients, act="list")
    ]


def _done(actor: Actor, known: dict[UUID, PersonCard]) -> list[Done]:
    lines = logged_last(actor, limit=_DONE)
    missing = {line.subject for line in lines} - set(known)
    others = named(actor, missing) if missing else {}
    found = told_apart([*known.values(), *others.values()])
    cards = {card.subject: card for card in found}
    return [
        Done(line, cards[line.subject].name) for line in lines if line.subject in cards
    ]
