"""What fictional people said about who may take over, who stands in and who leaves."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from cases.models import Assignment, Client
from cases.workload.enums import Choice
from cases.workload.policies import Safe
from cases.workload.queries.wishes import standings
from cases.workload.services import covers, plans, settings, wishes
from msa.accounts.actor import Actor
from msa.clock.days import local_date

#: What these organisations think one peer worker can carry.
_SAFE = Safe(people=25, hours_a_week=18)
_CHOICES = (Choice.ANYONE, Choice.THESE, Choice.ASK_FIRST)
_ASKED = 12
_COVERED = 3
#: More than so many work where one is about to leave.
_WITH_A_LEAVER = 2
_LEAVES_IN = timedelta(days=12)


def say_who_takes_over(manager: Actor, workers: list[Actor], *, at: datetime) -> None:
    """Store wishes, a stand-in, a planned move and a safe load. Run as the owner."""
    settings.set_safe_load(manager, _SAFE, at=at)
    first, second = workers[0], workers[-1]
    here = Client.objects.filter(withheld=False).values("subject")
    running = Assignment.objects.filter(
        organisation=manager.organisation, ended_at=None, subject__in=here
    )
    subjects = list(running.order_by("subject").values_list("subject", flat=True))
    for number, subject in enumerate(subjects[:_ASKED]):
        choice = _CHOICES[number % len(_CHOICES)]
        named = [first.member, second.member] if choice == Choice.THESE else []
        on = local_date(at) - timedelta(days=number)
        wishes.wish(manager, subject, choice, named, asked_on=on, at=at)
    if first.member == second.member:
        return
    if len(workers) > _WITH_A_LEAVER:
        theirs = running.filter(member=workers[1].member)
        leaving = list(theirs.values_list("subject", flat=True))
        _plan_to_leave(manager, workers[1], [first, second], leaving, at=at)
    theirs = running.filter(member=first.member, subject__in=subjects[_ASKED:])
    covered = list(theirs.values_list("subject", flat=True)[:_COVERED])
    if covered:
        until = at + timedelta(days=7)
        covers.stand_in(
            manager, covered, by=second.member, from_at=at, until=until, at=at
        )


def _plan_to_leave(
    manager: Actor,
    who: Actor,
    others: list[Actor],
    subjects: list[UUID],
    *,
    at: datetime,
) -> None:
    said = standings(subjects, at=at)
    willing = {
        subject: [one.member for one in others if said[subject].lets(one.member)]
        for subject in subjects
    }
    targets = {
        subject: may[number % len(may)]
        for number, (subject, may) in enumerate(sorted(willing.items()))
        if may
    }
    if targets:
        on = local_date(at) + _LEAVES_IN
        plans.move_on(manager, who.member, targets, on=on, id=uuid.uuid4(), at=at)
