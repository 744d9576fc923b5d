"""Who of a peer worker's people needs somebody now, and whom to ask again (REC-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.enums import SectionKind
from cases.models import Client, Section
from cases.queries.people import (
    PersonCard,
    card_of,
    documents_of_cards,
    needs_of,
)
from cases.sections import Needs
from msa.accounts.actor import Actor


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


def _day(kept: str) -> date | None:
    return date.fromisoformat(kept) if kept else None


def pressing(actor: Actor, *, on: date) -> list[Pressing]:
    """Return whoever needs somebody now, and then whoever is to be asked again.

    Which people have such a section stands in clear; what it says is opened, in one
    audited release. Nothing is opened where nobody has one.
    """
    told = Section.objects.filter(kind=SectionKind.NEEDS, superseded=False)
    clients = list(
        Client.objects.filter(subject__in=told.values("subject")).order_by("id")
    )
    if not clients:
        return []
    documents = documents_of_cards(actor, clients, act="list")
    found = [
        Pressing(card_of(client, documents), needs_of(client.subject_id, documents))
        for client in clients
    ]
    wanted = [one for one in found if one.needs.urgent or one.needs.is_due(on=on)]
    return sorted(wanted, key=lambda one: (not one.needs.urgent, one.needs.review_on))
