"""One run of an import: chunk after chunk, each row stored, known or passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from cases.enums import SectionKind
from cases.policies import is_of_age
from cases.sections import SectionContent
from consent.documents import release_keys
from consent.enums import Purpose
from consent.models import SubjectKey
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record_each
from msa.clock.days import local_date
from msa.exchange.enums import Source
from msa.exchange.queries.standing import who_is_counted, with_section
from msa.exchange.reading import (
    Staged,
    StagedCheckIn,
    StagedContact,
    StagedEngagement,
    StagedPerson,
    Status,
)
from msa.exchange.reading.cells import fold
from msa.exchange.services import translating
from msa.exchange.services.outcome import Outcome
from msa.exchange.services.recognising import Mark, MarkRows, Marks, Seen, look_up
from msa.exchange.storing.activity import Activity, ActivityRows
from msa.exchange.storing.check_ins import CheckInRows
from msa.exchange.storing.people import Newcomer, PeopleRows, Place, Worker
from msa.exchange.storing.sections import SectionRows
from msa.vault.envelope import DataKey

_Row = TypeVar("_Row")
SECTION_OF = {
    Source.SUPPORT: SectionKind.SUPPORT,
    Source.HOPES: SectionKind.HOPES,
}


class _Rows(Protocol):
    """Rows that wait to be stored together."""

    def write(self) -> None: ...


class _Section(NamedTuple):
    """One section of somebody, and of how many rows of the export it was made."""

    person_id: str
    content: SectionContent
    rows: int


class Run:
    """Stores the chunks of one export in one batch, inside one transaction."""

    def __init__(
        self, actor: Actor, batch: UUID, staged: Staged, *, at: datetime
    ) -> None:
        self._actor, self._at = actor, at
        self._batch = batch
        self._today = local_date(at)
        self._marks = Marks(actor.organisation)
        self._mark_rows = MarkRows(actor, batch)
        self._people = PeopleRows(actor)
        self._activity = ActivityRows(actor)
        self._sections = SectionRows(actor)
        self._check_ins = CheckInRows(actor)
        self._members = {fold(member.name): member for member in Member.objects.all()}
        self._first: dict[str, StagedEngagement] = {}
        self._present: dict[str, StagedEngagement] = {}
        for engagement in staged.engagements:
            self._first.setdefault(engagement.person_id, engagement)
            if engagement.status is Status.ACTIVE:
                self._present[engagement.person_id] = engagement
        #: Where everybody of the export is here; those from earlier without keys yet.
        self._places: dict[str, Place] = {}
        self._new: set[UUID] = set()
        self._asked: set[tuple[UUID, Purpose]] = set()
        self.outcome = Outcome()

    def take_people(self, people: list[StagedPerson]) -> None:
        """Store those who are new; know the others again."""
        new = []
        for person, mark, known in self._marked(Source.PERSON, people, _external_id):
            if known:
                self._recognise(Source.PERSON, known)
                place = Place(known.object_id)
            else:
                place = self._people.add(self._newcomer(person))
                self._keep(mark, place.subject)
                new.append(place.subject)
            self._places[person.external_id] = place
        self._new.update(new)
        self._write(self._people)
        record_each(
            self._actor, "person.imported", subjects=new, batch=str(self._batch)
        )

    def take_engagements(self, engagements: list[StagedEngagement]) -> None:
        """Store the episodes that are new."""
        fresh = self._fresh(Source.ENGAGEMENT, engagements, lambda each: each.client_id)
        self._reopen((each.person_id for each, _ in fresh), Purpose.RECORD)
        for engagement, mark in fresh:
            self._take_engagement(engagement, mark)
        self._write(self._activity)

    def take_activities(self, activities: list[StagedContact]) -> None:
        """Store the sessions that are new, each with its words."""
        fresh = self._fresh(Source.ACTIVITY, activities, _external_id)
        self._reopen((each.person_id for each, _ in fresh), Purpose.SESSIONS)
        # The newest first: then the date of somebody's last activity is set once.
        for activity, mark in sorted(fresh, key=_held_on, reverse=True):
            self._take_activity(activity, mark)
        self._write(self._activity)

    def take_sections(
        self, source: Source, sections: dict[str, tuple[SectionContent, int]]
    ) -> None:
        """Store one section for each person, with the number of rows it was made of.

        What somebody has written here in the meantime is left as it is.
        """
        rows = [_Section(person, *made) for person, made in sections.items()]
        fresh = self._fresh(source, rows, lambda each: each.person_id)
        self._reopen((each.person_id for each, _ in fresh), Purpose.RECORD)
        known = {self._places[each.person_id].subject for each, _ in fresh} - self._new
        taken = with_section(list(known), SECTION_OF[source])
        for section, mark in fresh:
            if self._places[section.person_id].subject in taken:
                self.outcome.tallies[source].changed_since += section.rows
            else:
                self._take_section(section, mark)
        self._write(self._sections)

    def take_check_ins(self, check_ins: list[StagedCheckIn]) -> None:
        """Store the check-ins that are new; counted only where he agrees to that."""
        fresh = self._fresh(
            Source.CHECK_IN,
            check_ins,
            lambda each: f"{each.client_id} {each.completed_on}",
        )
        self._reopen((each.person_id for each, _ in fresh), Purpose.ASSESSMENT)
        counted = who_is_counted({self._places[e.person_id].subject for e, _ in fresh})
        for check_in, mark in fresh:
            self._take_check_in(check_in, mark, counted)
        self._write(self._check_ins)

    def _marked(
        self, source: Source, rows: Iterable[_Row], external: Callable[[_Row], str]
    ) -> list[tuple[_Row, Mark, Seen | None]]:
        """Return each row with its mark, and as what it is known from before."""
        marked = [
            (row, self._marks.of(source, external(row), _content(row))) for row in rows
        ]
        seen = look_up(source, [mark for _, mark in marked])
        return [(row, mark, seen.get(mark.external)) for row, mark in marked]

    def _fresh(
        self, source: Source, rows: Iterable[_Row], external: Callable[[_Row], str]
    ) -> list[tuple[_Row, Mark]]:
        """Return the rows that are new, each with its mark; know the others again."""
        fresh = []
        for row, mark, known in self._marked(source, rows, external):
            if known:
                self._recognise(source, known, _rows(row))
            else:
                fresh.append((row, mark))
        return fresh

    def _write(self, rows: _Rows) -> None:
        rows.write()
        self._mark_rows.write()

    def _key(
        self, source: Source, person: str, purpose: Purpose, rows: int = 1
    ) -> DataKey | None:
        """Return the key to seal with; None is counted as agreed to no longer."""
        key = self._places[person].keys.get(purpose)
        if key is None:
            self.outcome.tallies[source].no_longer_agreed += rows
        return key

    def _recognise(self, source: Source, known: Seen, rows: int = 1) -> None:
        tally = self.outcome.tallies[source]
        if known.changed:
            tally.changed_since += rows
        else:
            tally.already_here += rows

    def _keep(self, mark: Mark, object_id: UUID, rows: int = 1) -> None:
        self._mark_rows.add(mark, object_id)
        self.outcome.tallies[mark.source].stored += rows

    def _newcomer(self, person: StagedPerson) -> Newcomer:
        worker = self._present_worker(person)
        self.outcome.assigned += worker is not None
        first = self._first.get(person.external_id)
        identity = translating.identity(person, first, today=self._today)
        born = identity.born_on()
        self.outcome.under_18 += bool(born and not is_of_age(born, on=self._today))
        return Newcomer(
            agreements=translating.agreements(person, today=self._today),
            identity=identity,
            contact=translating.contact(person),
            recorded_by=self._actor.member,
            at=self._at,
            age_band=translating.published_age_band(person, today=self._today),
            region=translating.region(person),
            worker=worker,
        )

    def _present_worker(self, person: StagedPerson) -> Worker | None:
        engagement = self._present.get(person.external_id)
        member = self._members.get(fold(engagement.worker_name)) if engagement else None
        if member is None or not _works_now(member, at=self._at):
            return None
        return Worker(member.id, member.person_id)

    def _take_engagement(self, engagement: StagedEngagement, mark: Mark) -> None:
        self._member(engagement.worker_name)
        person = engagement.person_id
        if key := self._key(Source.ENGAGEMENT, person, Purpose.RECORD):
            stretch = translating.stretch(engagement, today=self._today)
            subject = self._places[person].subject
            self._keep(mark, self._activity.add_episode(subject, key.id, stretch))

    def _take_section(self, section: _Section, mark: Mark) -> None:
        person, rows = section.person_id, section.rows
        if key := self._key(mark.source, person, Purpose.RECORD, rows):
            stored = self._sections.add(
                self._places[person].subject,
                key,
                section.content,
                by=self._actor.member,
                at=self._at,
            )
            self._keep(mark, stored, rows)

    def _take_check_in(
        self, check_in: StagedCheckIn, mark: Mark, counted: set[UUID]
    ) -> None:
        subject = self._places[check_in.person_id].subject
        if key := self._key(Source.CHECK_IN, check_in.person_id, Purpose.ASSESSMENT):
            stored = self._check_ins.add(
                subject,
                key,
                translating.check_in(check_in),
                is_counted=subject in counted,
            )
            self._keep(mark, stored)

    def _take_activity(self, activity: StagedContact, mark: Mark) -> None:
        person = activity.person_id
        key = self._key(Source.ACTIVITY, person, Purpose.SESSIONS)
        if key is None:
            return
        worker = self._member(activity.worker_name)
        self.outcome.activities_of_unknown_workers += worker is None
        session = self._activity.add_session(
            self._places[person].subject,
            key,
            Activity(
                held_on=activity.held_on,
                minutes=activity.minutes,
                kind=translating.kind(activity),
                mode=translating.mode(activity),
                # Somebody has to stand for it; he who imported it answers for it.
                worker=worker.id if worker else self._actor.member,
                logged_at=self._at,
                note=translating.note(activity),
            ),
        )
        self._keep(mark, session)

    def _member(self, name: str) -> Member | None:
        member = self._members.get(fold(name))
        if member is None and name:
            self.outcome.unknown_workers.add(name)
        return member

    def _reopen(self, people: Iterable[str], purpose: Purpose) -> None:
        """Fetch the keys of people from earlier imports for whom something is new.

        Each of them is told of it (RGT-03): the release's own event names whom it was
        for only where that is one person.
        """
        places = {
            self._places[person].subject: self._places[person] for person in people
        }
        wanted = [
            subject
            for subject in places
            if subject not in self._new and (subject, purpose) not in self._asked
        ]
        if not wanted:
            return
        self._asked.update((subject, purpose) for subject in wanted)
        released = release_keys(self._actor, wanted, purpose, act="write")
        rows = SubjectKey.objects.filter(id__in=list(released))
        for key, subject in rows.values_list("id", "subject"):
            places[subject].keys[purpose] = released[key]
        if len(wanted) > 1:
            record_each(
                self._actor,
                "record.write",
                subjects=[one for one in wanted if purpose in places[one].keys],
                purpose=purpose.value,
                batch=str(self._batch),
            )


def _external_id(row: StagedPerson | StagedContact) -> str:
    return row.external_id


def _held_on(fresh: tuple[StagedContact, Mark]) -> str:
    return fresh[0].held_on.isoformat()


def _content(row: object) -> object:
    """Return what a row's mark is made of: whatever it says, and not how it came."""
    return row.content.document() if isinstance(row, _Section) else row


def _rows(row: object) -> int:
    """Return of how many rows of the export it was made."""
    return row.rows if isinstance(row, _Section) else 1


def _works_now(member: Member, *, at: datetime) -> bool:
    present = member.left_at is None or member.left_at > at
    return present and Role.WORKER.value in member.roles
