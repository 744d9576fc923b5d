"""One run of an import: chunk after chunk, each row stored, known or passed over."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from cases.enums import SectionKind
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

_Id = TypeVar("_Id", bound=Hashable)
SECTION_OF = {
    Source.SUPPORT: SectionKind.SUPPORT,
    Source.HOPES: SectionKind.HOPES,
}


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
        marks = {
            person.external_id: self._marks.of(
                Source.PERSON, person.external_id, person
            )
            for person in people
        }
        seen = look_up(Source.PERSON, marks.values())
        new = []
        for person in people:
            mark = marks[person.external_id]
            if known := seen.get(mark.external):
                self._recognise(Source.PERSON, known)
                place = Place(known.object_id)
            else:
                place = self._people.add(self._newcomer(person))
                self._keep(mark, place.subject)
                new.append(place.subject)
            self._places[person.external_id] = place
        self._new.update(new)
        self._people.write()
        self._mark_rows.write()
        record_each(
            self._actor, "person.imported", subjects=new, batch=str(self._batch)
        )

    def take_engagements(self, engagements: list[StagedEngagement]) -> None:
        """Store the episodes that are new."""
        marks = {
            engagement.client_id: self._marks.of(
                Source.ENGAGEMENT, engagement.client_id, engagement
            )
            for engagement in engagements
        }
        seen = look_up(Source.ENGAGEMENT, marks.values())
        fresh = self._unseen(Source.ENGAGEMENT, marks, seen)
        self._reopen(
            (each.person_id for each in engagements if each.client_id in fresh),
            Purpose.RECORD,
        )
        for engagement in engagements:
            if engagement.client_id in fresh:
                self._take_engagement(engagement, marks[engagement.client_id])
        self._activity.write()
        self._mark_rows.write()

    def take_activities(self, activities: list[StagedContact]) -> None:
        """Store the sessions that are new, each with its words."""
        marks = {
            activity.external_id: self._marks.of(
                Source.ACTIVITY, activity.external_id, activity
            )
            for activity in activities
        }
        seen = look_up(Source.ACTIVITY, marks.values())
        fresh = self._unseen(Source.ACTIVITY, marks, seen)
        self._reopen(
            (each.person_id for each in activities if each.external_id in fresh),
            Purpose.SESSIONS,
        )
        # The newest first: then the date of somebody's last activity is set once.
        for activity in sorted(activities, key=_held_on, reverse=True):
            if activity.external_id in fresh:
                self._take_activity(activity, marks[activity.external_id])
        self._activity.write()
        self._mark_rows.write()

    def take_sections(
        self, source: Source, sections: dict[str, tuple[SectionContent, int]]
    ) -> None:
        """Store one section for each person, with the number of rows it was made of.

        What somebody has written here in the meantime is left as it is.
        """
        marks = {
            person: self._marks.of(source, person, content.document())
            for person, (content, _) in sections.items()
        }
        seen = look_up(source, marks.values())
        fresh = [person for person in sections if marks[person].external not in seen]
        self._reopen(fresh, Purpose.RECORD)
        known = [self._places[person].subject for person in fresh]
        kind = SECTION_OF[source]
        taken = with_section([each for each in known if each not in self._new], kind)
        for person, (content, rows) in sections.items():
            if found := seen.get(marks[person].external):
                self._recognise(source, found, rows)
            elif self._places[person].subject in taken:
                self.outcome.tallies[source].changed_since += rows
            else:
                self._take_section(person, content, marks[person], rows)
        self._sections.write()
        self._mark_rows.write()

    def _take_section(
        self, person: str, content: SectionContent, mark: Mark, rows: int
    ) -> None:
        place = self._places[person]
        key = place.keys.get(Purpose.RECORD)
        if key is None:
            self.outcome.tallies[mark.source].no_longer_agreed += rows
            return
        section = self._sections.add(
            place.subject, key, content, by=self._actor.member, at=self._at
        )
        self._keep(mark, section, rows)

    def take_check_ins(self, check_ins: list[StagedCheckIn]) -> None:
        """Store the check-ins that are new; counted only where he agrees to that."""
        marks = {
            (each.client_id, each.completed_on): self._marks.of(
                Source.CHECK_IN, f"{each.client_id} {each.completed_on}", each
            )
            for each in check_ins
        }
        seen = look_up(Source.CHECK_IN, marks.values())
        fresh = self._unseen(Source.CHECK_IN, marks, seen)
        new = [e for e in check_ins if (e.client_id, e.completed_on) in fresh]
        self._reopen((each.person_id for each in new), Purpose.ASSESSMENT)
        counted = who_is_counted({self._places[e.person_id].subject for e in new})
        for each in new:
            mark = marks[each.client_id, each.completed_on]
            self._take_check_in(each, mark, counted)
        self._check_ins.write()
        self._mark_rows.write()

    def _take_check_in(
        self, check_in: StagedCheckIn, mark: Mark, counted: set[UUID]
    ) -> None:
        place = self._places[check_in.person_id]
        key = place.keys.get(Purpose.ASSESSMENT)
        if key is None:
            self.outcome.tallies[Source.CHECK_IN].no_longer_agreed += 1
            return
        row = self._check_ins.add(
            place.subject,
            key,
            translating.check_in(check_in),
            is_counted=place.subject in counted,
        )
        self._keep(mark, row)

    def _unseen(
        self, source: Source, marks: dict[_Id, Mark], seen: dict[bytes, Seen]
    ) -> set[_Id]:
        fresh = set()
        for external_id, mark in marks.items():
            if known := seen.get(mark.external):
                self._recognise(source, known)
            else:
                fresh.add(external_id)
        return fresh

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
        return Newcomer(
            agreements=translating.agreements(person, today=self._today),
            identity=translating.identity(person, first, today=self._today),
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
        place = self._places[engagement.person_id]
        self._member(engagement.worker_name)
        key = place.keys.get(Purpose.RECORD)
        if key is None:
            self.outcome.tallies[Source.ENGAGEMENT].no_longer_agreed += 1
            return
        stretch = translating.stretch(engagement, today=self._today)
        episode = self._activity.add_episode(place.subject, key.id, stretch)
        self._keep(mark, episode)

    def _take_activity(self, activity: StagedContact, mark: Mark) -> None:
        place = self._places[activity.person_id]
        key = place.keys.get(Purpose.SESSIONS)
        if key is None:
            self.outcome.tallies[Source.ACTIVITY].no_longer_agreed += 1
            return
        worker = self._member(activity.worker_name)
        self.outcome.activities_of_unknown_workers += worker is None
        session = self._activity.add_session(
            place.subject,
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


def _held_on(activity: StagedContact) -> str:
    return activity.held_on.isoformat()


def _works_now(member: Member, *, at: datetime) -> bool:
    present = member.left_at is None or member.left_at > at
    return present and Role.WORKER.value in member.roles
