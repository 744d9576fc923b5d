"""Reading people: the caseload, one person, a search over opened names.

PostgreSQL's policies decide who is there; opening what is sealed goes through the key
release, which leaves the audit its event. A list or search leaves one with a count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.enums import Pace, SectionKind
from cases.models import Assignment, Client, Episode, Section
from cases.names import Sought
from cases.queries.meeting import last_seen
from cases.sections import (
    CONTENT,
    SECTION,
    Contact,
    Hopes,
    Identity,
    Needs,
    SectionContent,
    SupportPeople,
)
from consent.documents import Act, Document, open_documents
from consent.enums import Purpose
from consent.lists import Selection, open_selected
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.queries import member_names

PAGE = 25
_Content = TypeVar("_Content", bound=SectionContent)
#: Opened sections by person and kind.
Documents = Mapping[tuple[UUID, str], Document]
#: Where a page of the caseload ended: the day he was last met, if ever, and his row.
Place = tuple[date | None, UUID]
NEWEST_ACTIVITY = (F("last_activity_on").desc(nulls_last=True), "id")


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list: what to call him and when he was last met."""

    subject: UUID
    reference: str
    identity: Identity | None
    last_activity_on: date | None
    client: UUID
    urgent: bool = False
    """Does he need somebody now? Known to whoever may read what he needs (REC-07)."""
    pace: Pace = Pace.UNDER_WAY
    """Does he rest, or has he finished for now? Lists alone ask (REC-11)."""
    last_met_on: date | None = None
    no_sessions: bool = False
    """Are no sessions of his kept or shown? A worker's lists alone ask."""
    shares_name: bool = False
    """Is somebody else in the same list called as he is?"""

    @property
    def called(self) -> str:
        """What he told us to call him; until then his reference."""
        return (self.identity.told_apart if self.identity else "") or self.reference

    @property
    def name(self) -> str:
        """What to call him, told apart from others in the same list."""
        if self.shares_name:
            return f"{self.called} · {self.reference}"
        return self.called


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """Some people, newest activity first, and where the next page begins."""

    people: list[PersonCard]
    after: Place | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person opened: his sections with the revisions they were read at."""

    card: PersonCard
    contents: Mapping[SectionKind, SectionContent]
    revisions: Mapping[SectionKind, int]
    purposes: frozenset[Purpose]
    worker: str

    def part(self, content: type[_Content]) -> _Content | None:
        """Return a section as it stands, or None while there is none."""
        found = self.contents.get(content.kind)
        return found if isinstance(found, content) else None

    def revision(self, kind: SectionKind) -> int:
        """Return the revision a section was read at; none yet is revision 0."""
        return self.revisions.get(kind, 0)

    @property
    def identity(self) -> Identity | None:
        """Who he is."""
        return self.part(Identity)

    @property
    def identity_revision(self) -> int:
        """The revision at which that was read."""
        return self.revision(SectionKind.IDENTITY)

    @property
    def contact(self) -> Contact | None:
        """How to reach him."""
        return self.part(Contact)

    @property
    def contact_revision(self) -> int:
        """The revision at which that was read."""
        return self.revision(SectionKind.CONTACT)

    @property
    def support(self) -> SupportPeople | None:
        """Who is around him."""
        return self.part(SupportPeople)

    @property
    def hopes(self) -> Hopes | None:
        """What he hopes for."""
        return self.part(Hopes)

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
    after: Place | None = None,
    member: UUID | None = None,
) -> CaseloadPage:
    """Return a page of the actor's people, newest activity first, not yet met last.

    ``after`` is where the page before ended; ``member`` narrows a manager's list to one
    worker's people.
    """
    clients = with_pace(Client.objects.order_by(*NEWEST_ACTIVITY))
    if member is not None:
        theirs = Assignment.objects.filter(member=member, ended_at=None)
        clients = clients.filter(subject__in=theirs.values("subject"))
    if after is not None:
        clients = clients.filter(beyond(after))
    rows = list(clients[: limit + 1])
    people = _met(cards(actor, rows[:limit], act="list"))
    last = rows[limit - 1] if len(rows) > limit else None
    return CaseloadPage(people, (last.last_activity_on, last.id) if last else None)


def _met(found: list[PersonCard]) -> list[PersonCard]:
    seen = last_seen({card.subject: card.last_activity_on for card in found})
    return [
        replace(
            card,
            last_met_on=seen[card.subject].met_on,
            no_sessions=seen[card.subject].no_sessions,
        )
        for card in found
    ]


def with_pace(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Let records know whether their survivors rest or have finished for now."""
    goes_on = Episode.objects.filter(subject=OuterRef("subject"), ended_on=None)
    return clients.annotate(
        under_way=Exists(goes_on), is_active=Exists(goes_on.filter(paused_on=None))
    )


def beyond(place: Place) -> Q:
    """Return the condition for rows after ``place``, newest activity first."""
    on, last = place
    if on is None:
        return Q(last_activity_on=None, id__gt=last)
    return (
        Q(last_activity_on__lt=on)
        | Q(last_activity_on=on, id__gt=last)
        | Q(last_activity_on=None)
    )


def named(actor: Actor, subjects: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """Return what to call these people; the sealed and the invisible are left out."""
    clients = list(Client.objects.filter(subject__in=set(subjects)))
    return {card.subject: card for card in cards(actor, clients, act="list")}


def card(actor: Actor, subject: UUID) -> PersonCard | None:
    """Return what to call a person, or None while his record is sealed.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    client = Client.objects.filter(subject=subject).first()
    return cards(actor, [client], act="open")[0] if client else None


def search(actor: Actor, query: str) -> list[PersonCard]:
    """Return the actor's people whom ``query`` may mean (REC-10, UI-W11).

    Names are sealed, so his own people are opened in memory and matched there: there
    is no index of names to steal.
    """
    if not query.strip():
        return []
    sought = Sought(query)
    with_phones = sought.may_be_a_number
    found = [
        card
        for card, contact in opened(actor, act="search", with_contact=with_phones)
        if sought.is_reference(card.reference)
        or sought.fits(_names(card.identity), [contact.phone])
    ]
    return _met(told_apart(found))


def opened(
    actor: Actor, *, act: Act, with_contact: bool = True
) -> list[tuple[PersonCard, Contact]]:
    """Open what all of the actor's people are called and how to reach them safely.

    How to reach them is empty where it was not asked for.
    """
    kinds = [SectionKind.IDENTITY, *([SectionKind.CONTACT] if with_contact else [])]
    clients = list(
        Client.objects.order_by(*NEWEST_ACTIVITY).values_list(
            "id", "subject_id", "reference", "last_activity_on"
        )
    )
    documents = _sections(
        actor,
        [subject for _, subject, *_ in clients],
        *kinds,
        act=act,
    )
    return [
        (
            PersonCard(
                subject=subject,
                reference=reference,
                identity=Identity.of(documents.get((subject, "identity"), {})),
                last_activity_on=last_activity_on,
                client=client,
            ),
            Contact.of(documents.get((subject, "contact"), {})),
        )
        for client, subject, reference, last_activity_on in clients
    ]


def _names(identity: Identity | None) -> list[str]:
    if identity is None:
        return []
    return [identity.name, identity.full_name, identity.legal_name]


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
    contents = {
        SectionKind(kind): CONTENT[SectionKind(kind)].of(opened.get(row.id, {}))
        for kind, row in rows.items()
    }
    documents = {(subject, kind): opened.get(row.id, {}) for kind, row in rows.items()}
    return PersonPage(
        card=card_of(client, documents),
        contents=contents,
        revisions={SectionKind(kind): row.revision for kind, row in rows.items()},
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
    return Section.objects.filter(subject=subject, superseded=False)


def cards(actor: Actor, clients: Sequence[Client], *, act: Act) -> list[PersonCard]:
    """Return what to call the people of these records, in their order."""
    return cards_of(clients, documents_of_cards(actor, clients, act=act))


def documents_of_cards(
    actor: Actor, clients: Sequence[Client], *more: SectionKind, act: Act
) -> Documents:
    """Return what cards are made of, and more; a manager is shown nobody's needs."""
    subjects = [client.subject_id for client in clients]
    kinds = (SectionKind.IDENTITY, SectionKind.NEEDS, *more)
    return _sections(actor, subjects, *kinds, act=act)


def cards_of(clients: Iterable[Client], documents: Documents) -> list[PersonCard]:
    """Return what to call people in one list, from their opened documents."""
    return told_apart([card_of(client, documents) for client in clients])


def told_apart(found: Sequence[PersonCard]) -> list[PersonCard]:
    """Mark those of a list who share a name, so that nobody is taken for another."""
    shared = Counter({card.subject: card.called for card in found}.values())
    return [replace(card, shares_name=shared[card.called] > 1) for card in found]


def card_of(client: Client, documents: Documents) -> PersonCard:
    """Return what to call a person, from his opened documents."""
    subject = client.subject_id
    return PersonCard(
        subject=subject,
        reference=client.reference,
        identity=Identity.of(documents.get((subject, SectionKind.IDENTITY), {})),
        last_activity_on=client.last_activity_on,
        client=client.id,
        urgent=needs_of(subject, documents).urgent,
        pace=pace_of(client),
    )


def pace_of(client: Client) -> Pace:
    """Return whether somebody rests or has finished, of a record :func:`with_pace`."""
    # Annotated by with_pace, so that it costs no query of its own.
    if getattr(client, "is_active", True):
        return Pace.UNDER_WAY
    return Pace.PAUSED if getattr(client, "under_way", True) else Pace.ENDED


def needs_of(subject: UUID, documents: Documents) -> Needs:
    """Return what a person needs, from opened documents."""
    return Needs.of(documents.get((subject, SectionKind.NEEDS), {}))


@cache
def _current_sections(*kinds: SectionKind) -> Selection:
    rows = Section.objects.filter(kind__in=kinds, superseded=False)
    return Selection.of(rows, "kind")


def _sections(
    actor: Actor, subjects: Collection[UUID], *kinds: SectionKind, act: Act
) -> Documents:
    """Return the open sections of these people by person and kind."""
    rows = open_selected(
        actor, _current_sections(*kinds), subjects, SECTION, Purpose.RECORD, act=act
    )
    return {
        (row.subject, str(row.more[0])): row.document
        for row in rows
        if row.document is not None
    }
