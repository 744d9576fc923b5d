"""What fictional people said about who may take over, and who stands in this week."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.models import Assignment, Client
from cases.workload.enums import Choice
from cases.workload.policies import Safe
from cases.workload.services import covers, settings, wishes
from msa.accounts.actor import Actor
from msa.clock.days import local_date

#: What these organisations think one peer worker can carry.
_SAFE = Safe(people=25, hours_a_week=18)
_CHOICES = (Choice.ANYONE, Choice.THESE, Choice.ASK_FIRST)
_ASKED = 12
_COVERED = 3


def say_who_takes_over(manager: Actor, workers: list[Actor], *, at: datetime) -> None:
    """Store wishes, one stand-in and a safe load. Run as the owner, as the manager."""
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
    theirs = running.filter(member=first.member, subject__in=subjects[_ASKED:])
    covered = list(theirs.values_list("subject", flat=True)[:_COVERED])
    if covered:
        until = at + timedelta(days=7)
        covers.stand_in(
            manager, covered, by=second.member, from_at=at, until=until, at=at
        )
