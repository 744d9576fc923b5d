"""Whose check-in is due: the first after three months of support, then six months on.

Only people who agreed to be asked and who are supported now (ASM-05). Nothing is opened
but what to call them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from assessments.enums import DueState
from cases.queries.people import PersonCard, named, workers_of
from msa.accounts.actor import Actor
from msa.clock.days import local_date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands."""

    subject: UUID
    state: DueState
    due_on: date | None
    """None before he was first met, and where he asked us not to ask again."""
    last_on: date | None
    declined_on: date | None
    offered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueLine:
    """One person in the list: what to call him, his worker, and where he stands."""

    card: PersonCard
    worker: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class DueList:
    """The first people of a list, and how many it has as a whole."""

    lines: list[DueLine]
    total: int
    is_cut: bool
    """Are there more than these?"""


def standing(subject: UUID, *, at: datetime) -> Standing | None:
    """Return where a person stands, or None if he is not to be asked.

    Not to be asked is who has not agreed to check-ins, whose support has ended, or who
    is none of the actor's people.
    """
    found = standings(at=at, subjects=[subject])
    return found[0] if found else None


def standings(
    *, at: datetime, subjects: Iterable[UUID] | None = None
) -> list[Standing]:
    """Return everybody who may be asked: the longest due first, then the soonest."""
    wanted = None if subjects is None else list(subjects)
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"at": at, "today": local_date(at), "only": wanted})
        return [
            Standing(subject, DueState(state), *days)
            for subject, state, *days in cursor.fetchall()
        ]


def due_list(
    actor: Actor,
    *,
    at: datetime,
    states: Collection[DueState] = frozenset(DueState),
    limit: int | None = None,
) -> DueList:
    """Return the actor's people in these states, the longest due first.

    A manager's people are his organisation's. People whose record is sealed are left
    out. Only the names of those returned are opened, in one audited release.
    """
    every = [one for one in standings(at=at) if one.state in states]
    found = every[:limit]
    subjects = [one.subject for one in found]
    cards = named(actor, subjects)
    workers = workers_of(subjects)
    lines = [
        DueLine(cards[one.subject], workers.get(one.subject, ""), one)
        for one in found
        if one.subject in cards
    ]
    return DueList(lines, total=len(every), is_cut=len(every) > len(found))


# Each part is read under the asker's policies: his people, or his organisation's.
# A check-in that he finished or was offered speaks louder than an earlier "no".
_STANDINGS = """
WITH supported AS (
    SELECT k.subject_id, min(e.activated_on) AS activated_on
      FROM consent_subjectkey k
      JOIN consent_consent c ON c.id = k.consent_id
      JOIN cases_episode e ON e.subject_id = k.subject_id AND e.ended_on IS NULL
     WHERE k.purpose = 'ASSESSMENT' AND k.state = 'ACTIVE'
       AND (c.expires_at IS NULL OR c.expires_at > %(at)s)
       AND (%(only)s::uuid[] IS NULL OR k.subject_id = ANY (%(only)s::uuid[]))
     GROUP BY k.subject_id),
done AS (
    SELECT subject_id, max(completed_on) AS last_on, max(finished_at) AS finished_at
      FROM assessments_assessment WHERE state = 'FINISHED' GROUP BY subject_id),
offered AS (
    SELECT subject_id, max(opened_at) AS offered_at
      FROM assessments_assessment
     WHERE state = 'OPEN' AND opened_at > %(at)s::timestamptz - interval '7 days'
     GROUP BY subject_id),
declined AS (
    SELECT DISTINCT ON (subject_id) subject_id, declined_on, ask_again, recorded_at
      FROM assessments_decline ORDER BY subject_id, recorded_at DESC),
placed AS (
    SELECT s.subject_id, d.last_on,
           CASE WHEN n.recorded_at IS NULL OR o.offered_at > n.recorded_at
                THEN o.offered_at END AS offered_at,
           n.declined_on, coalesce(n.ask_again, true) AS ask_again,
           greatest((s.activated_on + interval '3 months')::date,
                    (d.last_on + interval '6 months')::date,
                    (n.declined_on + interval '6 months')::date) AS due_on,
           s.activated_on
      FROM supported s
      LEFT JOIN done d USING (subject_id)
      LEFT JOIN offered o USING (subject_id)
      LEFT JOIN declined n ON n.subject_id = s.subject_id
           AND (d.last_on IS NULL
                OR (n.declined_on, n.recorded_at) > (d.last_on, d.finished_at))),
stated AS (
    SELECT subject_id, last_on, declined_on, offered_at,
           CASE WHEN NOT ask_again OR activated_on IS NULL THEN NULL
                ELSE due_on END AS due_on,
           CASE WHEN offered_at IS NOT NULL THEN 'OFFERED'
                WHEN NOT ask_again THEN 'NOT_ASKED'
                WHEN activated_on IS NULL THEN 'NOT_YET'
                WHEN due_on <= %(today)s::date THEN 'DUE'
                WHEN declined_on IS NOT NULL THEN 'DECLINED'
                ELSE 'NOT_YET' END AS state
      FROM placed)
SELECT subject_id, state, due_on, last_on, declined_on, offered_at
  FROM stated ORDER BY due_on NULLS LAST, subject_id
"""
