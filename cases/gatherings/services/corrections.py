"""Putting a meeting right, or taking it back: as versions, and nothing is overwritten.

The sessions of those who came follow by themselves, in the same transaction. Of whom no
notes are kept only numbers can be moved, by whoever still knows them (CON-05).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.enums import Mode
from cases.gatherings.enums import Attended
from cases.gatherings.looking_back import words_of
from cases.gatherings.models import (
    Attendance,
    EarlierAttendance,
    Meeting,
    MeetingWords,
    Membership,
    PeerGroup,
)
from cases.gatherings.policies import was_in
from cases.gatherings.queries import runs
from cases.gatherings.sealing import seal_words, words_of_members
from cases.gatherings.services import meetings, outcomes
from cases.gatherings.services.meetings import (
    LEFT_OUT,
    NOT_THAT_DAY,
    Logged,
    Met,
    MetThatDay,
    NotThatDay,
    Told,
)
from consent.documents import under_consent
from consent.row_keys import give_key
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role
from msa.audit.recording import record

_NOT_SO_MANY = "MS064"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Men of whom no notes are kept: how many were counted, and how many came."""

    counted: int = 0
    came: int = 0


@dataclass(slots=True)
class PutRight:
    """What a correction brought; names are what members are called in the group."""

    is_new: bool = True
    """False: the meeting says the same as before, and nothing was stored."""
    left_out: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)


class MeetingChanged(Exception):
    """It was put right or taken back since the page was opened."""


class NotSoMany(Exception):
    """Not so many were counted, or are in the group; nothing was stored."""


@transaction.atomic
def put_right(
    actor: Actor,
    pk: UUID,
    met: UUID,
    now: Met,
    told: Sequence[Told],
    unnamed: Unnamed,
    *,
    after: int,
    at: datetime,
) -> PutRight:
    """Store a meeting anew as the version that follows ``after``.

    Whoever is not told of stays as he was noted. Earlier than ten days it is an edit,
    later a dated correction; either way every version stays (SES-04). What is said of a
    man whose session stands already is added to its note, if the actor works with him.

    Raises:
        NotVisible: the actor neither logged nor ran it or does not run the group, or
            somebody who ran it is no peer worker here; it was taken back.
        MeetingChanged: version ``after`` is no longer the newest (UI-W8).
        SessionChanged: one of the sessions was put right at this moment.
        NamesSomebody, NotMembersThen: as when it is logged.
        NotThatDay, MetThatDay, NotSoMany: as they say; nothing was stored.
    """
    row, group = _demand_ours(actor, pk, met)
    workers = {one.id for one in members_with_role(Role.WORKER, at=at)}
    if not set(now.run_by) <= workers | set(row.run_by):
        raise NotVisible
    members = {one.id: one for one in Membership.objects.filter(group=pk)}
    words = words_of_members(list(members.values()))
    called = {pk: said.called for pk, said in words.items()}
    meetings.demand_nobody_named(now.summary, told, called)
    meetings.demand_members(now, told, members, called)
    there = _there(met)
    changes = _changes(told, members, there, now)
    said = outcomes.said_of(actor, met, told, members, there)
    unkept = [called[one] for one in said.of_others]
    if _says_the_same(row, now, changes, unnamed) and not said.new:
        return PutRight(is_new=False, unkept=unkept)
    came = _count_came(there)
    row = _next_version(actor, row, now, after=after, at=at)
    _keep_words(actor, row, now.summary)
    done = _note_changes(actor, group, row, changes, called, at=at)
    done.unkept += unkept
    outcomes.add(actor, said.new, at=at)
    if not group.is_for_survivors:
        unnamed = Unnamed(
            unnamed.counted + came, unnamed.came + _count_came(_there(met))
        )
    _recount(row, unnamed)
    record(actor, "group.put-right", group=str(pk), revision=row.revision)
    return done


@transaction.atomic
def take_back(
    actor: Actor, pk: UUID, met: UUID, *, counted: int, after: int, at: datetime
) -> None:
    """Take a meeting back that did not take place, or was logged twice.

    The sessions that it made are none any more. It stays to be seen, and by whom.
    ``counted`` says how many men of whom no notes are kept were counted.

    Raises:
        NotVisible, MeetingChanged, NotSoMany: as :func:`put_right`.
    """
    row, group = _demand_ours(actor, pk, met)
    if not group.is_for_survivors:
        counted += _count_came(_there(met))
    row = _next_version(actor, row, None, after=after, at=at)
    _recount(row, Unnamed(counted))
    record(actor, "group.taken-back", group=str(pk), revision=row.revision)


def _demand_ours(actor: Actor, pk: UUID, met: UUID) -> tuple[Meeting, PeerGroup]:
    row = Meeting.objects.filter(id=met, group=pk, taken_back_at=None).first()
    if row is None or not runs(actor, pk) or actor.member not in row.ran_it:
        raise NotVisible
    return row, PeerGroup.objects.get(id=pk)


def _there(met: UUID) -> dict[UUID, Attendance]:
    return {one.subject_id: one for one in Attendance.objects.filter(meeting=met)}


def _count_came(there: dict[UUID, Attendance]) -> int:
    return sum(one.how == Attended.CAME for one in there.values())


def _changes(
    told: Sequence[Told],
    members: dict[UUID, Membership],
    there: dict[UUID, Attendance],
    now: Met,
) -> list[tuple[Membership, Told]]:
    """Return of whom, of those in the group then, another thing is told than noted."""
    known = [
        (members[one.membership], one) for one in told if one.membership in members
    ]
    return [
        (row, one)
        for row, one in known
        if was_in(row, on=now.held_on)
        and (row.subject_id not in there or there[row.subject_id].how != one.how.value)
    ]


def _says_the_same(
    row: Meeting,
    now: Met,
    changes: list[tuple[Membership, Told]],
    unnamed: Unnamed,
) -> bool:
    stands = Met(
        row.held_on,
        row.minutes,
        Mode(row.mode),
        row.guests,
        tuple(sorted(row.run_by)),
        words_of(row),
    )
    wanted = Met(
        now.held_on,
        now.minutes,
        now.mode,
        now.guests,
        tuple(sorted(now.run_by)),
        now.summary,
    )
    return stands == wanted and not changes and unnamed.counted == unnamed.came


def _next_version(
    actor: Actor, row: Meeting, now: Met | None, *, after: int, at: datetime
) -> Meeting:
    """Store the next version of a meeting; None takes it back."""
    figures: dict[str, object] = {"taken_back_at": at}
    if now is not None:
        figures = {
            "held_on": now.held_on,
            "minutes": now.minutes,
            "mode": now.mode,
            "guests": now.guests,
            "run_by": sorted(now.run_by),
        }
    newest = Meeting.objects.filter(id=row.id, revision=after, taken_back_at=None)
    try:
        with transaction.atomic():
            stored = newest.update(
                revision=after + 1,
                put_right_at=at,
                put_right_by=actor.member,
                **figures,
            )
    except IntegrityError as fault:
        raise MetThatDay from fault
    except DatabaseError as fault:
        if meetings.state_of(fault) == NOT_THAT_DAY:
            raise NotThatDay from fault
        raise
    if not stored:
        raise MeetingChanged
    return Meeting.objects.get(id=row.id)


def _keep_words(actor: Actor, row: Meeting, summary: str) -> None:
    if summary == words_of(row):
        return
    words = MeetingWords(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        meeting=row,
        revision=row.revision,
    )
    give_key(actor, words)
    seal_words(words, summary)
    words.save(force_insert=True)


def _note_changes(
    actor: Actor,
    group: PeerGroup,
    row: Meeting,
    changes: list[tuple[Membership, Told]],
    called: dict[UUID, str],
    *,
    at: datetime,
) -> PutRight:
    there, logged = _there(row.id), Logged(row)
    for member, one in changes:
        noted = there.get(member.subject_id)
        name = called[member.id]
        if noted is None:
            meetings.note(actor, group, logged, member, one, name, at=at)
        else:
            _change(actor, group, logged, noted, one, name, at=at)
    return PutRight(left_out=logged.left_out, unkept=logged.unkept)


def _change(
    actor: Actor,
    group: PeerGroup,
    logged: Logged,
    noted: Attendance,
    told: Told,
    name: str,
    *,
    at: datetime,
) -> None:
    """Put right how somebody was noted, or say that it can't be now."""
    first = told.how == Attended.CAME and not _has_session(noted)
    try:
        with under_consent():
            Attendance.objects.filter(id=noted.id).update(
                how=told.how, revision=logged.meeting.revision
            )
            if first and group.is_for_survivors:
                meetings.session(actor, logged.meeting, noted, told.outcome, at=at)
    except AccessDenied as refused:
        if refused.reason != Reason.NO_CONSENT:
            raise
        logged.left_out.append(name)
    except DatabaseError as fault:
        if meetings.state_of(fault) not in LEFT_OUT:
            raise
        logged.left_out.append(name)
    else:
        if told.outcome and not first:
            logged.unkept.append(name)


def _has_session(noted: Attendance) -> bool:
    """Say whether there is a session already of who was noted to have come before."""
    return EarlierAttendance.objects.filter(
        attended=noted.id, how=Attended.CAME
    ).exists()


def _recount(row: Meeting, unnamed: Unnamed) -> None:
    if unnamed == Unnamed():
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT sec.recount_meeting(%s, %s, %s)",
                [row.id, unnamed.counted, unnamed.came],
            )
    except DatabaseError as fault:
        if meetings.state_of(fault) == _NOT_SO_MANY:
            raise NotSoMany from fault
        raise
