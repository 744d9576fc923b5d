"""Reading people: the caseload, one person, a search over opened names.

PostgreSQL's policies decide who is there; opening what is sealed goes through the key
release, which leaves the audit its event. A list or search leaves one with a count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cases.enums import SectionKind
from cases.models import Assignment, Client, Section
from cases.names import matches
from cases.sections import SECTION, Contact, Identity
from consent.documents import Act, open_documents
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names

PAGE = 25


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list: what to call him and when he was last met."""

    subject: UUID
    reference: str
    identity: Identity | None
    last_activity_on: date | None
    client: UUID

    @property
    def name(self) -> str:
        """What to call him; his reference number until he has told his name."""
        return (self.identity.known_as if self.identity else "") or self.reference


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """Some people, newest activity first, and where the next page begins."""

    people: list[PersonCard]
    after: tuple[date, UUID] | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person opened: his sections with the revisions they were read at."""

    card: PersonCard
    identity: Identity | None
    identity_revision: int
    contact: Contact | None
    contact_revision: int
    purposes: frozenset[Purpose]
    worker: str

    @property
    def complete(self) -> bool:
        """Has he a name to be called by and one safe way to be reached (REC-00)?"""
        return bool(
            self.identity
            and self.identity.known_as
            and self.contact
            and self.contact.safe_ways()
        )


def caseload(
    actor: Actor,
    *,
    limit: int = PAGE,
    after: tuple[date, UUID] | None = None,
    member: UUID | None = None,
) -> CaseloadPage:
    """Return a page of the actor's people, newest activity first.

    ``after`` is where the page before ended; ``member`` narrows a manager's list to one
    worker's people.
    """
    clients = Client.objects.order_by("-last_activity_on", "id")
    if member is not None:
        theirs = Assignment.objects.filter(member=member, ended_at=None)
        clients = clients.filter(subject__in=theirs.values("subject"))
    if after is not None:
        on, last = after
        clients = clients.filter(
            Q(last_activity_on__lt=on) | Q(last_activity_on=on, id__gt=last)
        )
    rows = list(clients[: limit + 1])
    people = _cards(actor, rows[:limit], act="list")
    more = len(rows) > limit and rows[limit - 1].last_activity_on is not None
    return CaseloadPage(people, (_cursor(rows[limit - 1]) if more else None))


def _cursor(row: Client) -> tuple[date, UUID] | None:
    return (row.last_activity_on, row.id) if row.last_activity_on else None


def search(actor: Actor, query: str) -> list[PersonCard]:
    """Return the actor's people whom ``query`` may mean (REC-10, UI-W11).

    Names are sealed, so his own people are opened in memory and matched there: there
    is no index of names to steal.
    """
    if not query.strip():
        return []
    clients = list(Client.objects.order_by("-last_activity_on", "id"))
    wanted = query.strip().upper()
    opened = _sections(actor, clients, SectionKind.IDENTITY, act="search")
    phones = _sections(actor, clients, SectionKind.CONTACT, act="search")
    found = []
    for client in clients:
        identity = Identity.of(opened.get(client.subject_id, {}))
        contact = Contact.of(phones.get(client.subject_id, {}))
        names = [identity.name, identity.full_name]
        if matches(query, names, [contact.phone]) or client.reference == wanted:
            found.append(_card(client, identity))
    return found


def person(actor: Actor, subject: UUID, *, at: datetime) -> PersonPage:
    """Open one person; the audit records it as his own event (RGT-03).

    Raises:
        NotVisible: absent, foreign, none of the actor's people, or sealed.
    """
    subject_for(subject)
    client = Client.objects.filter(subject=subject).first()
    if client is None:
        raise NotVisible
    rows = {row.kind: row for row in _current(subject)}
    opened = open_documents(actor, rows.values(), SECTION, Purpose.RECORD, act="open")
    identity, identity_revision = None, 0
    contact, contact_revision = None, 0
    if row := rows.get(SectionKind.IDENTITY.value):
        identity, identity_revision = Identity.of(opened.get(row.id, {})), row.revision
    if row := rows.get(SectionKind.CONTACT.value):
        contact, contact_revision = Contact.of(opened.get(row.id, {})), row.revision
    return PersonPage(
        card=_card(client, identity),
        identity=identity,
        identity_revision=identity_revision,
        contact=contact,
        contact_revision=contact_revision,
        purposes=frozenset(purposes_in_force(subject, at=at)),
        worker=workers_of([subject]).get(subject, ""),
    )


def workers_of(subjects: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of the peer workers who work with these people now."""
    running = dict(
        Assignment.objects.filter(
            subject__in=list(subjects), ended_at=None
        ).values_list("subject", "member")
    )
    names = member_names(set(running.values()))
    return {subject: names[member] for subject, member in running.items()}


def _current(subject: UUID) -> Iterable[Section]:
    return Section.objects.filter(
        subject=subject,
        superseded=False,
        kind__in=[SectionKind.IDENTITY, SectionKind.CONTACT],
    )


def _cards(actor: Actor, clients: list[Client], *, act: Act) -> list[PersonCard]:
    opened = _sections(actor, clients, SectionKind.IDENTITY, act=act)
    return [
        _card(client, Identity.of(opened.get(client.subject_id, {})))
        for client in clients
    ]


def _card(client: Client, identity: Identity | None) -> PersonCard:
    return PersonCard(
        subject=client.subject_id,
        reference=client.reference,
        identity=identity,
        last_activity_on=client.last_activity_on,
        client=client.id,
    )


def _sections(
    actor: Actor, clients: list[Client], kind: SectionKind, *, act: Act
) -> dict[UUID, dict[str, object]]:
    rows = list(
        Section.objects.filter(
            subject__in=[client.subject_id for client in clients],
            kind=kind,
            superseded=False,
        )
    )
    opened = open_documents(actor, rows, SECTION, Purpose.RECORD, act=act)
    return {row.subject_id: opened[row.id] for row in rows if row.id in opened}
