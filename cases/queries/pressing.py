"""Who of a peer worker's people needs somebody now, and what is due (CAS-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from cases.enums import SectionKind
from cases.models import Client, Section
from cases.queries.people import (
    Documents,
    PersonCard,
    cards_of,
    documents_of_cards,
    needs_of,
)
from cases.sections import Needs, NextSteps, Step
from msa.accounts.actor import Actor

_ASKED = (SectionKind.NEEDS, SectionKind.STEPS)
#: How far ahead a step's day may be to be told of.
_AHEAD = timedelta(days=7)
#: A step is moved towards, there is no failing at it: one that nobody has moved for so
#: long stands on his page, and no longer on the page that somebody opens his day with.
_STILL_ASKED = timedelta(days=28)
_FEW = 8


@dataclass(frozen=True, slots=True)
class Pressing:
    """Somebody who needs somebody now, or whose needs are to be talked about again."""

    card: PersonCard
    needs: Needs

    @property
    def review_on(self) -> date | None:
        """The day on which he was to be asked again."""
        return _day(self.needs.review_on)

    @property
    def acted_on(self) -> date | None:
        """The day on which somebody acted, if it was written down."""
        return _day(self.needs.acted_on)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A next step whose day has come, or comes within the week."""

    card: PersonCard
    step: Step
    by: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a peer worker among all his people."""

    pressing: list[Pressing] = field(default_factory=list)
    steps: list[DueStep] = field(default_factory=list)

    @property
    def subjects(self) -> set[UUID]:
        """Whom it is about."""
        pressing = {one.card.subject for one in self.pressing}
        return pressing | {one.card.subject for one in self.steps}


def waiting(actor: Actor, *, on: date) -> Waiting:
    """Return whoever needs somebody now or is to be asked again, and the steps due.

    Which people have such a section stands in clear; what it says is opened, in one
    audited release. Nothing is opened where nobody has one.
    """
    told = Section.objects.filter(kind__in=_ASKED, superseded=False)
    clients = list(
        Client.objects.filter(subject__in=told.values("subject")).order_by("id")
    )
    if not clients:
        return Waiting()
    documents = documents_of_cards(actor, clients, SectionKind.STEPS, act="list")
    found = cards_of(clients, documents)
    return Waiting(_pressing(found, documents, on=on), _steps(found, documents, on=on))


def _pressing(
    cards: Sequence[PersonCard], documents: Documents, *, on: date
) -> list[Pressing]:
    found = [Pressing(card, needs_of(card.subject, documents)) for card in cards]
    wanted = [one for one in found if one.needs.urgent or one.needs.is_due(on=on)]
    return sorted(wanted, key=lambda one: (not one.needs.urgent, one.needs.review_on))


def _steps(
    cards: Sequence[PersonCard], documents: Documents, *, on: date
) -> list[DueStep]:
    found = [
        DueStep(card, step, by)
        for card in cards
        for step in _steps_of(card.subject, documents)
        for by in [_day(step.by)]
        if by and on - _STILL_ASKED <= by <= on + _AHEAD
    ]
    return sorted(found, key=lambda one: (one.by, one.card.name))[:_FEW]


def _steps_of(subject: UUID, documents: Documents) -> list[Step]:
    told = documents.get((subject, SectionKind.STEPS), {})
    return NextSteps.of(told).steps


def _day(kept: str) -> date | None:
    return date.fromisoformat(kept) if kept else None
