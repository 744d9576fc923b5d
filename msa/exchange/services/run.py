"""One run of an import: chunk after chunk, each row stored, known or passed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from consent.documents import release_keys
from consent.enums import KeyState, Purpose
from consent.models import SubjectKey
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record_each
from msa.exchange.enums import Source
from msa.exchange.reading import (
    Staged,
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
from msa.exchange.storing.people import Newcomer, PeopleRows, Place, Worker
from msa.web.clock import local_date


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
        self._members = {fold(member.name): member for member in Member.objects.all()}
        self._first: dict[str, StagedEngagement] = {}
        self._present: dict[str, StagedEngagement] = {}
        for engagement in staged.engagements:
            self._first.setdefault(engagement.person_id, engagement)
            if engagement.status is Status.ACTIVE:
                self._present[engagement.person_id] = engagement
        #: Where everybody of the export is here; those from earlier without keys yet.
        self._places: dict[str, Place] = {}
        self._asked: set[UUID] = set()
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
                self._asked.add(place.subject)
                new.append(place.subject)
            self._places[person.external_id] = place
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
        self._reopen(each.person_id for each in engagements if each.client_id in fresh)
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
        self._reopen(each.person_id for each in activities if each.external_id in fresh)
        # The newest first: then the date of somebody's last activity is set once.
        for activity in sorted(activities, key=_held_on, reverse=True):
            if activity.external_id in fresh:
                self._take_activity(activity, marks[activity.external_id])
        self._activity.write()
        self._mark_rows.write()

    def _unseen(
        self, source: Source, marks: dict[str, Mark], seen: dict[bytes, Seen]
    ) -> set[str]:
        fresh = set()
        for external_id, mark in marks.items():
            if known := seen.get(mark.external):
                self._recognise(source, known)
            else:
                fresh.add(external_id)
        return fresh

    def _recognise(self, source: Source, known: Seen) -> None:
        tally = self.outcome.tallies[source]
        if known.changed:
            tally.changed_since += 1
        else:
            tally.already_here += 1

    def _keep(self, mark: Mark, object_id: UUID) -> None:
        self._mark_rows.add(mark, object_id)
        self.outcome.tallies[mark.source].stored += 1

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
        if place.record_key is None:
            self.outcome.tallies[Source.ENGAGEMENT].no_longer_agreed += 1
            return
        stretch = translating.stretch(engagement, today=self._today)
        episode = self._activity.add_episode(place.subject, place.record_key, stretch)
        self._keep(mark, episode)

    def _take_activity(self, activity: StagedContact, mark: Mark) -> None:
        place = self._places[activity.person_id]
        if place.sessions_key is None:
            self.outcome.tallies[Source.ACTIVITY].no_longer_agreed += 1
            return
        worker = self._member(activity.worker_name)
        self.outcome.activities_of_unknown_workers += worker is None
        session = self._activity.add_session(
            place.subject,
            place.sessions_key,
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

    def _reopen(self, people: Iterable[str]) -> None:
        """Fetch the keys of people from earlier imports for whom something is new."""
        places = {
            self._places[person].subject: self._places[person] for person in people
        }
        wanted = [subject for subject in places if subject not in self._asked]
        if not wanted:
            return
        self._asked.update(wanted)
        active = SubjectKey.objects.filter(
            subject__in=wanted, state=KeyState.ACTIVE
        ).values_list("id", "subject", "purpose")
        keys = release_keys(self._actor, wanted, Purpose.SESSIONS, act="write")
        for key_id, subject, purpose in active:
            if purpose == Purpose.RECORD:
                places[subject].record_key = key_id
            elif key_id in keys:
                places[subject].sessions_key = keys[key_id]


def _held_on(activity: StagedContact) -> str:
    return activity.held_on.isoformat()


def _works_now(member: Member, *, at: datetime) -> bool:
    present = member.left_at is None or member.left_at > at
    return present and Role.WORKER.value in member.roles
