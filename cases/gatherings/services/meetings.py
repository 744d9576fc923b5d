"""Logging a meeting of a group: once, with who came, and nobody named (GRP-03, UI-W2).

Of each member who came a session stands in his own record, so that it is counted and
read like any other. Who has agreed to no notes is counted without a trace.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.enums import Mode, SessionKind
from cases.gatherings.enums import Attended
from cases.gatherings.models import Attendance, Meeting, Membership, PeerGroup
from cases.gatherings.policies import names_in, was_in
from cases.gatherings.queries import runs
from cases.gatherings.sealing import (
    outcome_digest,
    seal_summary,
    summary_of,
    words_of_members,
)
from cases.gatherings.services.sent_twice import told_differently
from cases.models import Session, SessionNote, Tally
from cases.sections import NOTE, Note
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.row_keys import give_key, key_of
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role
from msa.audit.recording import record

#: States with which PostgreSQL leaves somebody out: not in the group on that day, or
#: support waits for him. Whoever runs the group is not told which (GRP-02).
LEFT_OUT = frozenset({"MS031", "MS032", "MS043"})
NOT_THAT_DAY = "MS044"


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting as whoever ran it tells of it."""

    held_on: date
    minutes: int
    mode: Mode
    guests: int
    run_by: tuple[UUID, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Told:
    """Was a member there, and what came of it for him?"""

    membership: UUID
    how: Attended
    outcome: str = ""


@dataclass(slots=True)
class Logged:
    """What was stored; names are what members are called in the group."""

    meeting: Meeting
    sessions: int = 0
    counted: int = 0
    """Came, and agreed to no notes: counted without anything that leads to them."""
    left_out: list[str] = field(default_factory=list)
    gone: int = 0
    """How many on the page are not on the group's list any more."""
    unkept: list[str] = field(default_factory=list)
    """Of whom an outcome was written and could not be kept."""
    is_new: bool = True


class NamesSomebody(Exception):
    """Words that are not about him alone have a member's name; nothing was stored."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("a member is named")
        self.names = names


class NotMembersThen(Exception):
    """Somebody was not in the group on that day; nothing was stored."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("not in the group on that day")
        self.names = names


class NotThatDay(Exception):
    """The day is still to come, or the group was retired before it."""


class MetThatDay(Exception):
    """There is a meeting of that day already, logged by another form."""


class LoggedDifferently(Exception):
    """The form was stored before, with another content: what was stored stands."""

    def __init__(self, meeting: UUID, names: list[str]) -> None:
        super().__init__("logged differently")
        self.meeting = meeting
        self.names = names
        """Of whom something else was told."""


@transaction.atomic
def log(
    actor: Actor, pk: UUID, met: Met, told: Sequence[Told], *, id: UUID, at: datetime
) -> Logged:
    """Store a meeting, and a session of each who came; one ``id`` is one meeting.

    Who can't be written down now is left out and the others are kept.

    Raises:
        NotVisible: the actor does not run the group, or somebody who ran it is no peer
            worker here.
        NamesSomebody: the summary names a member, or an outcome names another one.
        NotMembersThen: somebody is said to have come who was not in the group that day.
        NotThatDay, MetThatDay, LoggedDifferently: as they say; nothing was stored.
    """
    group = PeerGroup.objects.filter(id=pk).first()
    workers = {one.id for one in members_with_role(Role.WORKER, at=at)}
    if group is None or not runs(actor, pk) or not set(met.run_by) <= workers:
        raise NotVisible
    members = {row.id: row for row in Membership.objects.filter(group=pk)}
    words = words_of_members(list(members.values()))
    called = {pk: said.called for pk, said in words.items()}
    demand_nobody_named(met.summary, told, called)
    stored = _store(actor, group, met, id=id, at=at)
    if stored is None:
        return _stored_before(id, met, told, members, called)
    demand_members(met, told, members, called)
    logged = Logged(stored)
    for one in told:
        row = members.get(one.membership)
        if row is None:
            logged.gone += one.how == Attended.CAME
        elif was_in(row, on=met.held_on):
            note(actor, group, logged, row, one, called[row.id], at=at)
    record(actor, "group.met", group=str(pk), came=logged.sessions + logged.counted)
    return logged


def demand_nobody_named(
    summary: str, told: Sequence[Told], called: dict[UUID, str]
) -> None:
    """Demand that nobody is named in words that are not about him alone.

    Raises:
        NamesSomebody: somebody is.
    """
    named = set(names_in(summary, list(called.values())))
    for one in told:
        others = [name for key, name in called.items() if key != one.membership]
        own = called.get(one.membership, "")
        named |= {name for name in names_in(one.outcome, others) if name != own}
    if named:
        raise NamesSomebody(sorted(named))


def demand_members(
    met: Met,
    told: Sequence[Told],
    members: dict[UUID, Membership],
    called: dict[UUID, str],
) -> None:
    """Demand that whoever came was in the group on that day.

    Raises:
        NotMembersThen: somebody was not.
    """
    strangers = [
        called[one.membership]
        for one in told
        if one.how == Attended.CAME
        and one.membership in members
        and not was_in(members[one.membership], on=met.held_on)
    ]
    if strangers:
        raise NotMembersThen(sorted(strangers))


def _store(
    actor: Actor, group: PeerGroup, met: Met, *, id: UUID, at: datetime
) -> Meeting | None:
    """Store the meeting; None where this form has stored one before."""
    row = Meeting(
        id=id,
        organisation_id=actor.organisation,
        group=group,
        held_on=met.held_on,
        minutes=met.minutes,
        mode=met.mode,
        guests=met.guests,
        run_by=sorted(met.run_by),
        logged_by_id=actor.member,
        logged_at=at,
    )
    give_key(actor, row)
    seal_summary(row, met.summary)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if Meeting.objects.filter(id=id, group=group.id).exists():
            return None
        raise MetThatDay from fault
    except DatabaseError as fault:
        if state_of(fault) == NOT_THAT_DAY:
            raise NotThatDay from fault
        raise
    return row


def _stored_before(
    id: UUID,
    met: Met,
    told: Sequence[Told],
    members: dict[UUID, Membership],
    called: dict[UUID, str],
) -> Logged:
    row = Meeting.objects.get(id=id)
    before = Met(
        row.held_on,
        row.minutes,
        Mode(row.mode),
        row.guests,
        tuple(row.run_by),
        summary_of(row),
    )
    now = Met(
        met.held_on,
        met.minutes,
        met.mode,
        met.guests,
        tuple(sorted(met.run_by)),
        met.summary,
    )
    otherwise = told_differently(row, told, members)
    if before != now or otherwise:
        raise LoggedDifferently(id, sorted(called[one] for one in otherwise))
    return Logged(row, is_new=False)


def note(
    actor: Actor,
    group: PeerGroup,
    logged: Logged,
    row: Membership,
    told: Told,
    name: str,
    *,
    at: datetime,
) -> None:
    """Store what is kept of one member, or why nothing is."""
    try:
        with under_consent():
            _keep(actor, group, logged.meeting, row, told, at=at)
    except AccessDenied as refused:
        if refused.reason != Reason.NO_CONSENT:
            raise
        _count(actor, logged, row, told, name)
    except DatabaseError as fault:
        if state_of(fault) not in LEFT_OUT:
            raise
        logged.left_out.append(name)
    else:
        if told.how == Attended.CAME and not group.is_for_survivors:
            _tally(actor, logged.meeting)
            logged.counted += 1
        elif told.how == Attended.CAME:
            logged.sessions += 1


def _keep(
    actor: Actor,
    group: PeerGroup,
    meeting: Meeting,
    row: Membership,
    told: Told,
    *,
    at: datetime,
) -> None:
    attendance = Attendance(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        meeting=meeting,
        subject_id=row.subject_id,
        held_on=meeting.held_on,
        how=told.how,
    )
    attendance.sent_digest = outcome_digest(key_of(meeting), attendance, told.outcome)
    attendance.save(force_insert=True)
    if told.how == Attended.CAME and group.is_for_survivors:
        session(actor, meeting, attendance, told.outcome, at=at)


def session(
    actor: Actor, meeting: Meeting, came: Attendance, outcome: str, *, at: datetime
) -> None:
    """Store the session of a member who came, and what came of it for him.

    Raises:
        AccessDenied: he lets us keep no notes of sessions, or there is one already.
    """
    sealer = _sealer(actor, came)
    Session(
        id=came.id,
        organisation_id=actor.organisation,
        subject_id=came.subject_id,
        key_id=sealer.key_id,
        held_on=meeting.held_on,
        minutes=meeting.minutes,
        kind=SessionKind.GROUP,
        mode=meeting.mode,
        worker_id=actor.member,
        logged_at=at,
    ).save(force_insert=True)
    record(
        actor, "session.logged", subject=came.subject_id, kind=SessionKind.GROUP.value
    )
    if not outcome:
        return
    note = SessionNote(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=came.subject_id,
        key_id=sealer.key_id,
        session_id=came.id,
        revision=1,
        written_by_id=actor.member,
        written_at=at,
    )
    words = Note(body=outcome).document()
    note.sealed = sealer.seal(words, NOTE, row=note.id, revision=1)
    note.save(force_insert=True)


def _sealer(actor: Actor, came: Attendance) -> Sealer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.key_for_attendance(%s)", [came.id])
        released = cursor.fetchone()
    return Sealer.of_released(actor, Purpose.SESSIONS, released)


def _count(
    actor: Actor, logged: Logged, row: Membership, told: Told, name: str
) -> None:
    """Count whoever came without anything that leads to him (CON-05)."""
    if told.how != Attended.CAME:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT sec.demand_counted_in(%s, %s)",
                [logged.meeting.id, row.subject_id],
            )
    except DatabaseError as fault:
        if state_of(fault) not in LEFT_OUT:
            raise
        logged.left_out.append(name)
        return
    _tally(actor, logged.meeting)
    logged.counted += 1
    if told.outcome:
        logged.unkept.append(name)


def _tally(actor: Actor, meeting: Meeting) -> None:
    # Its id is chance: one made of the meeting's and his would lead to him.
    Tally(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        month=meeting.held_on.replace(day=1),
        kind=SessionKind.GROUP,
        mode=meeting.mode,
        minutes=meeting.minutes,
    ).save(force_insert=True)
    record(actor, "session.tallied", kind=SessionKind.GROUP.value)


def state_of(fault: DatabaseError) -> str:
    """Return the state with which PostgreSQL refused."""
    return str(getattr(fault.__cause__, "sqlstate", ""))
