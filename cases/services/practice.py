"""Counting how a peer worker works, and letting a manager see it (CAS-03)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from cases.enums import NOT_HELD, Practice
from cases.models import PracticeMonth, PracticeShare
from cases.queries.practice import managers
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import Statement, record
from msa.tenancy.context import in_transaction

#: The longest that a manager may be shown it at one go.
LONGEST = timedelta(days=90)

_ADD = """
INSERT INTO cases_practicemonth AS had
       (id, organisation_id, member_id, month, purposeful, task_only, not_said)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (organisation_id, member_id, month) DO UPDATE
   SET purposeful = had.purposeful + EXCLUDED.purposeful,
       task_only = had.task_only + EXCLUDED.task_only,
       not_said = had.not_said + EXCLUDED.not_said
"""


@dataclass(frozen=True, slots=True)
class Practised:
    """What counts of one session: its day, its kind, and what he said it was about."""

    on: date
    kind: str
    tags: Sequence[str]

    @property
    def month(self) -> date:
        """The month in which it is counted."""
        return self.on.replace(day=1)

    @property
    def count(self) -> str:
        """Which count it adds to; none where they did not meet.

        Whoever ticks a part of peer support beside something practical did both: only
        what was practical and nothing else is a task, and what was not said is unknown.
        """
        if self.kind in NOT_HELD:
            return ""
        if not self.tags:
            return "not_said"
        only_task = set(self.tags) == {Practice.TASK.value}
        return "task_only" if only_task else "purposeful"


def counting(actor: Actor, practised: Practised) -> Statement | None:
    """Return what adds a session that the actor logged to his own month, if anything.

    It belongs into the session's transaction. What is older than anybody is shown goes
    with the first session of a new month.
    """
    if not practised.count:
        return None
    counts = (
        int(practised.count == name) for name in ("purposeful", "task_only", "not_said")
    )
    return _ADD, (
        *(uuid.uuid4(), actor.organisation, actor.member, practised.month),
        *counts,
    )


def recount(actor: Actor, *, was: Practised, now: Practised) -> None:
    """Move a session that the actor put right from one count to another.

    One that was never counted, as an import's, is not counted now either.
    """
    if (was.month, was.count) == (now.month, now.count):
        return
    if was.count:
        held = PracticeMonth.objects.filter(
            member=actor.member, month=was.month, **{f"{was.count}__gt": 0}
        )
        if not held.update(**{was.count: F(was.count) - 1}):
            return
    if adding := counting(actor, now):
        with connection.cursor() as cursor:
            cursor.execute(*adding)


@in_transaction()
def show(actor: Actor, *, to: UUID, days: int, at: datetime) -> None:
    """Let one manager see how the actor works, from now on for so many days.

    Shown to him already, it is shown from now on for as long as was said last.

    Raises:
        NotVisible: he is no manager here, or the actor himself.
        ValueError: shorter than a day, or longer than anybody is shown it.
    """
    if to not in dict(managers(actor)):
        raise NotVisible
    if not timedelta() < timedelta(days=days) <= LONGEST:
        raise ValueError(f"it is shown for 1 to {LONGEST.days} days, not {days}")
    PracticeShare.objects.filter(
        member=actor.member, shown_to=to, ended_at=None
    ).update(ended_at=at)
    share = PracticeShare(
        organisation_id=actor.organisation,
        member_id=actor.member,
        shown_to_id=to,
        from_at=at,
        until=at + timedelta(days=days),
    )
    try:
        with transaction.atomic():
            share.save(force_insert=True)
    except IntegrityError:
        return  # the button was pressed twice
    record(actor, "practice.shown", to=str(to), days=days)


@in_transaction()
def stop_showing(actor: Actor, share: UUID, *, at: datetime) -> None:
    """Let a manager see it no longer, from this moment on.

    Raises:
        NotVisible: it is none of the actor's.
    """
    own = PracticeShare.objects.filter(id=share, member=actor.member)
    if not own.exists():
        raise NotVisible
    if own.filter(ended_at=None).update(ended_at=at):
        record(actor, "practice.kept", share=str(share))
