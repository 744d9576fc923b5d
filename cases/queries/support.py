"""Whether support waits for a manager, what was decided, and who may come to groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from cases.enums import GroupKind, SupportOutcome
from cases.models import GroupClearance, Screening, SupportDecision, SupportHold
from cases.queries.people import PersonCard, named
from cases.sections import DECISION
from consent.documents import open_documents
from consent.enums import Purpose
from consent.queries import subject_for, works_with
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names

# What to_decide says, counted: it is asked on each page of a manager's caseload.
_WAITING = """
SELECT (SELECT count(*) FROM cases_screening WHERE answered_at IS NULL)
     + (SELECT count(*) FROM cases_supporthold h
         WHERE coalesce((SELECT d.outcome FROM cases_supportdecision d
                          WHERE d.subject_id = h.subject_id
                          ORDER BY d.decided_at DESC LIMIT 1), '') <> %s)
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a manager, in words for whoever works with him."""

    outcome: SupportOutcome
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Support:
    """Since when support waits, if it does, and what was decided, the newest first."""

    waits_since: datetime | None
    decided: list[Decided]


@dataclass(frozen=True, slots=True)
class Groups:
    """May he come to groups, and has a talk about it not been answered yet?"""

    clearance: GroupClearance | None
    given_by: str
    waiting: Screening | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What his page says of this, without opening anything."""

    waits: bool
    is_cleared: bool
    is_mine: bool
    """Does the actor work with him, or see all people here?"""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A person of whom a manager has something to say."""

    card: PersonCard
    since: datetime
    is_about_groups: bool


def beside(actor: Actor, subject: UUID) -> Beside:
    """Return what a person's page says; his own peer worker is led on from there."""
    is_mine = actor.role == Role.MANAGER or works_with(subject)
    return Beside(
        SupportHold.objects.filter(subject=subject).exists(),
        GroupClearance.objects.filter(
            subject=subject, kind=GroupKind.SURVIVORS
        ).exists(),
        is_mine,
    )


def support(actor: Actor, subject: UUID) -> Support:
    """Return whether support waits for him, and the decisions that the actor may read.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    rows = list(SupportDecision.objects.filter(subject=subject).order_by("-decided_at"))
    words = open_documents(actor, rows, DECISION, Purpose.RECORD, act="open")
    names = member_names({row.decided_by_id for row in rows})
    hold = SupportHold.objects.filter(subject=subject).first()
    return Support(
        hold.since if hold else None,
        [
            Decided(
                SupportOutcome(row.outcome),
                str(words[row.id].get("words", "")),
                names.get(row.decided_by_id, ""),
                row.decided_at,
            )
            for row in rows
            if row.id in words
        ],
    )


def groups(subject: UUID, kind: GroupKind = GroupKind.SURVIVORS) -> Groups:
    """Return whether he may come to groups of a kind, as far as the actor may know.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    about = {"subject": subject, "kind": kind}
    clearance = GroupClearance.objects.filter(**about).first()
    giver = clearance.given_by_id if clearance else None
    by = member_names({giver}).get(giver, "") if giver else ""
    waiting = Screening.objects.filter(**about, answered_at=None).first()
    return Groups(clearance, by, waiting)


def how_many_to_decide() -> int:
    """Return how many things wait for a manager's word; nothing is opened."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [SupportOutcome.ELSEWHERE])
        (count,) = cursor.fetchone() or (0,)
        return int(count)


def to_decide(actor: Actor) -> list[ToDecide]:
    """Return of whom a manager has something to say, who waits longest first."""
    support, talks = _support_waiting(), _talks_waiting()
    cards = named(actor, {*support, *talks}) if support or talks else {}
    waiting = [
        ToDecide(cards[his], since, is_about_groups)
        for found, is_about_groups in ((support, False), (talks, True))
        for his, since in found.items()
        if his in cards
    ]
    return sorted(waiting, key=lambda one: one.since)


def _support_waiting() -> dict[UUID, datetime]:
    holds = dict(SupportHold.objects.values_list("subject", "since"))
    said = _newest_outcomes(holds)
    return {
        his: since
        for his, since in holds.items()
        if said.get(his) != SupportOutcome.ELSEWHERE
    }


def _talks_waiting() -> dict[UUID, datetime]:
    talks = Screening.objects.filter(answered_at=None)
    return dict(talks.values_list("subject", "noted_at"))


def _newest_outcomes(subjects: Iterable[UUID]) -> dict[UUID, str]:
    rows = SupportDecision.objects.filter(subject__in=list(subjects))
    # Of several, the last one written stands: it comes last.
    return dict(rows.order_by("decided_at").values_list("subject", "outcome"))
