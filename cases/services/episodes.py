"""How a survivor comes and goes: phases, pauses, an end, and beginning again (REC-11).

What is noted is a turn of an episode; the database keeps the episode as its turns say,
and refuses a turn that does not follow on the one before.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from cases.enums import EndReason, Phase, TurnKind
from cases.models import Episode, EpisodeTurn
from cases.queries.episodes import his_time
from cases.sections import TURN, TurnWords
from consent.documents import Sealer, under_consent
from consent.enums import Purpose
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: The state with which PostgreSQL refuses what does not follow.
_DOES_NOT_FOLLOW = "MS021"
_EVENTS = {
    TurnKind.PHASE: "episode.moved",
    TurnKind.PAUSED: "episode.paused",
    TurnKind.WENT_ON: "episode.went-on",
    TurnKind.ENDED: "episode.ended",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened on a day, as he or his peer worker tells it."""

    kind: TurnKind
    on: date
    phase: Phase | None = None
    back_on: date | None = None
    reason: EndReason | None = None
    words: str = ""


class DoesNotFollow(Exception):
    """Something else was noted meanwhile, or it does not fit what stands there."""


@transaction.atomic
def note(
    actor: Actor, subject: UUID, episode: UUID, turn: Turn, *, after: int, at: datetime
) -> None:
    """Note a turn that an episode took; ``after`` is how many were there when he began.

    The same turn twice is one: the button was pressed twice (UI-W5).

    Raises:
        AccessDenied: he does not agree to a record any more.
        DoesNotFollow: the episode has ended, another turn was noted meanwhile, or the
            day is before the last turn or after today.
        NotVisible: the survivor is none of the actor's people, or the episode not his.
    """
    subject_for(subject)
    if not Episode.objects.filter(id=episode, subject=subject).exists():
        raise NotVisible
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    row = _turn(actor, sealer, subject, episode, turn, revision=after + 1, at=at)
    try:
        with under_consent():
            row.save(force_insert=True)
    except DatabaseError as fault:
        _demand_refusal(fault)
        if not _stands(row, sealer):
            raise DoesNotFollow from fault
        return
    record(actor, _EVENTS[turn.kind], subject=subject)


@transaction.atomic
def start_again(
    actor: Actor,
    subject: UUID,
    *,
    on: date,
    at: datetime,
    id: UUID,
    phase: Phase = Phase.CONNECT,
    words: str = "",
) -> None:
    """Begin a new episode for somebody who is back; the same ``id`` twice is one.

    Raises:
        AccessDenied: he does not agree to a record any more.
        DoesNotFollow: an episode goes on, or ended later than that day.
        NotVisible: the survivor is none of the actor's people.
    """
    subject_for(subject)
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    if Episode.objects.filter(id=id, subject=subject).exists():
        return
    try:
        with under_consent():
            begin(actor, sealer, subject, on=on, at=at, id=id, phase=phase, words=words)
    except DatabaseError as fault:
        _demand_refusal(fault)
        raise DoesNotFollow from fault
    record(actor, "episode.began-again", subject=subject)


def begin(
    actor: Actor,
    sealer: Sealer,
    subject: UUID,
    *,
    on: date,
    at: datetime,
    id: UUID | None = None,
    phase: Phase = Phase.CONNECT,
    words: str = "",
) -> None:
    """Store an episode and its first turn, for services that leave their own event.

    Raises:
        DatabaseError: an episode goes on, or the day is not one to begin on.
    """
    episode = Episode(
        id=id or uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        started_on=on,
        phase="",
    )
    episode.save(force_insert=True)
    turn = Turn(TurnKind.PHASE, on, phase=phase, words=words)
    row = _turn(actor, sealer, subject, episode.id, turn, revision=1, at=at)
    row.save(force_insert=True)


@transaction.atomic
def come_back(actor: Actor, subject: UUID, *, on: date, at: datetime) -> None:
    """Let him go on after a pause, or begin again after an end, on the day he was met.

    Nothing changes where his time goes on anyway, or where that day was before the
    pause or the end.

    Raises:
        AccessDenied: he does not agree to a record any more.
        DoesNotFollow: something was noted meanwhile.
        NotVisible: the survivor is none of the actor's people.
    """
    time = his_time(subject)
    if time.latest is None:
        return
    if time.latest.is_over:
        if on >= time.latest.last_on:
            start_again(actor, subject, on=on, at=at, id=uuid.uuid4())
    elif time.latest.paused_on and on >= time.latest.last_on:
        turn = Turn(TurnKind.WENT_ON, on)
        after = time.latest.revision
        note(actor, subject, time.latest.id, turn, after=after, at=at)


@transaction.atomic
def take_back(actor: Actor, subject: UUID, turn: UUID, *, at: datetime) -> None:
    """Take back the last turn, noted by mistake; it stays to be seen, and by whom.

    Raises:
        DoesNotFollow: another turn, or another episode, came after it.
        NotVisible: the survivor is none of the actor's people, or the turn not his.
    """
    subject_for(subject)
    rows = EpisodeTurn.objects.filter(id=turn, subject=subject)
    found = rows.first()
    if found is None:
        raise NotVisible
    if found.taken_back_at is not None:
        return
    try:
        with transaction.atomic():
            rows.update(taken_back_at=at, taken_back_by=actor.member)
    except DatabaseError as fault:
        _demand_refusal(fault)
        raise DoesNotFollow from fault
    record(actor, "episode.taken-back", subject=subject)


def _turn(
    actor: Actor,
    sealer: Sealer,
    subject: UUID,
    episode: UUID,
    turn: Turn,
    *,
    revision: int,
    at: datetime,
) -> EpisodeTurn:
    row = EpisodeTurn(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        episode_id=episode,
        revision=revision,
        kind=turn.kind,
        happened_on=turn.on,
        phase=turn.phase or "",
        back_on=turn.back_on,
        reason=turn.reason or "",
        written_by_id=actor.member,
        written_at=at,
    )
    words = TurnWords(turn.words).document()
    row.sealed = sealer.seal(words, TURN, row=row.id, revision=revision)
    return row


def _stands(wanted: EpisodeTurn, sealer: Sealer) -> bool:
    """Say whether just this was noted by the first press of the button."""
    row = EpisodeTurn.objects.filter(
        episode=wanted.episode_id,
        revision=wanted.revision,
        kind=wanted.kind,
        happened_on=wanted.happened_on,
        phase=wanted.phase,
        back_on=wanted.back_on,
        reason=wanted.reason,
        written_by=wanted.written_by_id,
        taken_back_at=None,
    ).first()
    return row is not None and sealer.open(row, TURN) == sealer.open(wanted, TURN)


def _demand_refusal(fault: DatabaseError) -> None:
    refused = getattr(fault.__cause__, "sqlstate", "") == _DOES_NOT_FOLLOW
    if not (refused or isinstance(fault, IntegrityError)):
        raise fault
