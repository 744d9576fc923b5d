"""A fictional peer group: who runs it, who is in it, and its last meetings."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cases.enums import GroupKind, Mode, SessionKind
from cases.gatherings.enums import Attended, How
from cases.gatherings.models import Attendance, Meeting, MeetingWords, Membership
from cases.gatherings.sealing import seal_summary, seal_words
from cases.gatherings.services import groups, memberships
from cases.gatherings.services.groups import Plan
from cases.models import GroupClearance, Session
from consent.enums import Purpose
from consent.models import SubjectKey
from consent.row_keys import give_key
from msa.accounts.actor import Actor
from msa.audit.recording import record
from msa.clock.days import local_date

_PLAN = Plan(
    "Thursday evening", "The room above the library", "Every second Thursday at 6 pm"
)
_AGREED = """What is said here stays here.
Nobody has to speak. Everybody may leave the room and come back.
We listen, and give no advice that was not asked for.
Whoever can’t come lets one of us know, if he can."""
_SUMMARIES = (
    "We cooked together, and talked about winter and how to sleep.",
    "About fathers, and being one.",
    "What helps on a bad day. We made a list and everybody took it home.",
)
_BETTER = (
    "We cooked together, and talked about winter, sleep, and whom to ring at night."
)
_MEMBERS = 6
_SESSION_MINUTES = 90


def gather(
    manager: Actor, worker: Actor, called: Sequence[tuple[UUID, str]], *, at: datetime
) -> None:
    """Store a group that a peer worker runs. Run as the owner, in the manager's name.

    ``called`` is whom an import cleared for groups, perhaps, and his first name.
    """
    cleared = set(
        GroupClearance.objects.filter(kind=GroupKind.SURVIVORS).values_list(
            "subject", flat=True
        )
    )
    men = [(his, name) for his, name in called if his in cleared and name]
    group = groups.make(
        manager,
        GroupKind.SURVIVORS,
        _PLAN,
        _AGREED,
        run_by=[worker.member],
        id=uuid.uuid4(),
        at=at,
    )
    joined = [
        _join(manager, group.id, his, name, at=at) for his, name in men[:_MEMBERS]
    ]
    for his, name in men[_MEMBERS : _MEMBERS + 1]:
        memberships.invite(manager, his, group.id, called=name, on=local_date(at))
    for number, summary in enumerate(_SUMMARIES):
        _meet(worker, group.id, joined, number, summary, at=at)
    record(manager, "group.met", group=str(group.id), count=len(_SUMMARIES))


def put_last_right(worker: Actor, *, at: datetime) -> None:
    """Put the last meeting right: it took longer, and one man had not come.

    Run as the owner, in the name of whoever logged it.
    """
    held = Meeting.objects.filter(logged_by=worker.member)
    last = held.order_by("-held_on")[:1].get()
    Meeting.objects.filter(id=last.id).update(
        minutes=_SESSION_MINUTES + 30,
        guests=2,
        revision=2,
        put_right_at=at,
        put_right_by=worker.member,
    )
    words = MeetingWords(
        id=uuid.uuid4(), organisation_id=worker.organisation, meeting=last, revision=2
    )
    give_key(worker, words)
    seal_words(words, _BETTER)
    words.save(force_insert=True)
    came = Attendance.objects.filter(meeting=last, how=Attended.CAME)
    mistaken = came.order_by("id").first()
    if mistaken is not None:
        came.filter(id=mistaken.id).update(how=Attended.ABSENT, revision=2)
    record(worker, "group.put-right", group=str(last.group_id), revision=2)


def _join(
    manager: Actor, group: UUID, subject: UUID, called: str, *, at: datetime
) -> Membership:
    on = local_date(at) - timedelta(days=90)
    row = memberships.invite(manager, subject, group, called=called, on=on)
    memberships.accept(manager, group, row.id, version=1, how=How.SIGNED, on=on, at=at)
    return row


def _meet(
    worker: Actor,
    group: UUID,
    joined: Sequence[Membership],
    number: int,
    summary: str,
    *,
    at: datetime,
) -> None:
    on = local_date(at) - timedelta(days=7 + 14 * number)
    meeting = Meeting(
        id=uuid.uuid4(),
        organisation_id=worker.organisation,
        group_id=group,
        held_on=on,
        minutes=_SESSION_MINUTES,
        mode=Mode.IN_PERSON,
        guests=number % 2,
        run_by=[worker.member],
        logged_by_id=worker.member,
        logged_at=at,
    )
    give_key(worker, meeting)
    seal_summary(meeting, summary)
    meeting.save(force_insert=True)
    keys = dict(
        SubjectKey.objects.filter(
            subject__in=[row.subject_id for row in joined],
            purpose=Purpose.SESSIONS,
            state="ACTIVE",
        ).values_list("subject", "id")
    )
    for place, row in enumerate(joined):
        if row.subject_id in keys:
            how = Attended.TOLD_US if place == number else Attended.CAME
            _attend(worker, meeting, row.subject_id, keys[row.subject_id], how)


def _attend(
    worker: Actor, meeting: Meeting, subject: UUID, key: UUID, how: Attended
) -> None:
    attendance = Attendance(
        id=uuid.uuid4(),
        organisation_id=worker.organisation,
        meeting=meeting,
        subject_id=subject,
        held_on=meeting.held_on,
        how=how,
    )
    attendance.save(force_insert=True)
    if how != Attended.CAME:
        return
    Session(
        id=attendance.id,
        organisation_id=worker.organisation,
        subject_id=subject,
        key_id=key,
        held_on=meeting.held_on,
        minutes=meeting.minutes,
        kind=SessionKind.GROUP,
        mode=meeting.mode,
        worker_id=worker.member,
        logged_at=meeting.logged_at,
    ).save(force_insert=True)
