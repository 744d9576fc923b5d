"""Who may need a hand, and why, in words (UI-M2). Clear columns only are asked.

What a manager may not read, he is not told here either: the needs and next steps of a
person stay with his peer worker, who can ask for a hand himself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import NOT_MET
from cases.models import Client, Episode, Session, SupportHold
from cases.queries.caseloads import QUIET_DAYS
from cases.queries.meeting import agreed_to_sessions
from cases.queries.people import PAGE, PersonCard, cards, workers_of
from cases.workload.enums import Direction
from cases.workload.models import ShortNote
from cases.workload.queries.loads import waiting as waiting_people
from cases.workload.queries.loads import waits_since
from cases.workload.queries.plans import undecided
from consent.enums import Purpose
from consent.models import Consent, Withdrawal
from msa.accounts.actor import Actor
from msa.clock.days import local_date

#: So long before a consent ends, he can still be asked in time.
_ENDS_SOON = timedelta(days=30)
#: So many people are asked for by their ids.
_FEW = 200


class Weight(IntEnum):
    """What comes first in the list."""

    CAN_NOT_WAIT = 0
    ASKED = 1
    TO_DECIDE = 2
    WAITING = 3
    QUIET = 4
    DUE = 5


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why somebody may need a hand; ``since`` sorts within a weight."""

    subject: UUID
    weight: Weight
    words: str
    since: date

    @property
    def is_a_day(self) -> bool:
        """Is it due on that day, rather than so since then?"""
        return self.weight == Weight.DUE


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who may need a hand, and every reason for it."""

    card: PersonCard
    worker: str
    why: list[Why]
    no_sessions: bool
    """Are no sessions of his kept? Then nobody sees here whether he was met."""

    @property
    def cannot_wait(self) -> bool:
        """Has his peer worker said that it can't wait?"""
        return self.why[0].weight == Weight.CAN_NOT_WAIT


@dataclass(frozen=True, slots=True)
class Hands:
    """The first of those who may need a hand, and how many there are."""

    lines: list[Hand]
    total: int
    unseen: int
    """Of how many no sessions are kept, whom quiet would be asked of otherwise."""


#: Tells of whom another app knows that something is due.
Source = Callable[[datetime], Iterable[Why]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Let another app say who may need a hand; a second time changes nothing."""
    if source not in _sources:
        _sources.append(source)


def hands(actor: Actor, *, at: datetime, limit: int = PAGE) -> Hands:
    """Return who may need a hand: what can't wait first, then who waits longest."""
    found: dict[UUID, list[Why]] = defaultdict(list)
    for source in (
        asked,
        to_decide,
        stayed,
        waiting,
        quiet,
        paused_too_long,
        ending,
        *_sources,
    ):
        for why in source(at):
            found[why.subject].append(why)
    for reasons in found.values():
        reasons.sort(key=lambda why: (why.weight, why.since))
    # Not of those whose record is sealed, or from whom the actor is kept.
    ranked = sorted(
        found.keys() & _with_a_record(found),
        key=lambda his: (found[his][0].weight, found[his][0].since, -len(found[his])),
    )
    first = ranked[:limit]
    clients = {row.subject_id: row for row in Client.objects.filter(subject__in=first)}
    shown = [clients[subject] for subject in first]
    workers = workers_of(first)
    agreed = agreed_to_sessions(at).filter(subject__in=first)
    kept = set(agreed.values_list("subject", flat=True))
    lines = [
        Hand(
            card,
            workers.get(card.subject, ""),
            found[card.subject],
            no_sessions=card.subject not in kept,
        )
        for card in cards(actor, shown, act="list")
    ]
    unseen = _here_for_long(at).filter(~Exists(_his_agreement(at)))
    return Hands(lines, len(ranked), unseen.count())


def _with_a_record(subjects: Collection[UUID]) -> set[UUID]:
    rows = Client.objects.all()
    if len(subjects) <= _FEW:
        rows = rows.filter(subject__in=list(subjects))
    # Of a whole organisation it is quicker to ask for all than to name each.
    return set(rows.values_list("subject", flat=True))


def asked(at: datetime) -> Iterable[Why]:
    """Whose peer worker asks for a hand and was not read yet."""
    rows = ShortNote.objects.filter(direction=Direction.TO_MANAGER, read_at=None)
    for row in rows:
        weight = Weight.CAN_NOT_WAIT if row.is_urgent else Weight.ASKED
        words = (
            _("His peer worker asks for a hand, and it can’t wait")
            if row.is_urgent
            else _("His peer worker asks for a hand")
        )
        yield Why(row.subject_id, weight, words, local_date(row.written_at))


def to_decide(at: datetime) -> Iterable[Why]:
    """Whose support waits for a manager's word."""
    for subject, since in SupportHold.objects.values_list("subject", "since"):
        words = _("A manager decides first how support goes on")
        yield Why(subject, Weight.TO_DECIDE, words, local_date(since))


def waiting(at: datetime) -> Iterable[Why]:
    """With whom nobody works although he is supported."""
    for row in waiting_people():
        words = _("Waits for a peer worker")
        yield Why(row.subject_id, Weight.WAITING, words, waits_since(row))


def stayed(at: datetime) -> Iterable[Why]:
    """Who was to come to another peer worker on a day, and did not."""
    for subject, why, since in undecided(at=at):
        words = _("Not moved as planned. %(why)s")
        yield Why(subject, Weight.TO_DECIDE, words % {"why": why}, since)


def quiet(at: datetime) -> Iterable[Why]:
    """Who was not met for a month, and takes no break.

    Whoever lets us keep no sessions may have been met every week.
    """
    today = local_date(at)
    last = today - timedelta(days=QUIET_DAYS)
    met = (
        Session.objects.filter(subject=OuterRef("subject"))
        .exclude(kind__in=NOT_MET)
        .order_by("-held_on")
    )
    rows = (
        _here_for_long(at)
        .filter(Exists(_his_agreement(at)))
        .annotate(seen=Subquery(met.values("held_on")[:1]))
        .filter(Q(seen=None) | Q(seen__lte=last))
        .values_list("subject", "started_on", "seen")
    )
    said = cache(_not_met)
    for subject, started, seen in rows:
        since = seen or started
        words = said((today - since).days, is_known=seen is not None)
        yield Why(subject, Weight.QUIET, words, since)


def _here_for_long(at: datetime) -> QuerySet[Episode]:
    began = local_date(at) - timedelta(days=QUIET_DAYS)
    return Episode.objects.filter(ended_on=None, paused_on=None, started_on__lte=began)


def _his_agreement(at: datetime) -> QuerySet[Consent]:
    return agreed_to_sessions(at).filter(subject=OuterRef("subject"))


def _not_met(days: int, *, is_known: bool) -> str:
    words = (
        ngettext("Not met for %(n)s day", "Not met for %(n)s days", days)
        if is_known
        else ngettext("Here for %(n)s day", "Here for %(n)s days and not met", days)
    )
    return words % {"n": days}


def paused_too_long(at: datetime) -> Iterable[Why]:
    """Whose break was to be over by now."""
    rows = Episode.objects.filter(
        ended_on=None, paused_on__isnull=False, back_on__lt=local_date(at)
    ).values_list("subject", "back_on")
    for subject, back_on in rows:
        if back_on:
            yield Why(subject, Weight.DUE, _("His break was to be over"), back_on)


def ending(at: datetime) -> Iterable[Why]:
    """Whose consent to a record ends soon, or has."""
    over = Withdrawal.objects.filter(consent=OuterRef("pk"))
    lasting = Consent.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at + _ENDS_SOON),
        ~Exists(Withdrawal.objects.filter(consent=OuterRef("pk"))),
        subject=OuterRef("subject"),
        purpose=Purpose.RECORD,
    )
    rows = Consent.objects.filter(
        ~Exists(over),
        ~Exists(lasting),
        purpose=Purpose.RECORD,
        expires_at__lte=at + _ENDS_SOON,
    ).values_list("subject", "expires_at")
    for subject, expires_at in rows:
        words = _("His agreement to a record ends")
        if expires_at:
            # It ends with the first moment of the day after its last one.
            last_day = local_date(expires_at - timedelta(seconds=1))
            yield Why(subject, Weight.DUE, words, last_day)
