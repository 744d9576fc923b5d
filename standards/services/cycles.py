"""Starting, signing off, submitting and revising a review (STD-02)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from standards.catalogue import CURRENT
from standards.enums import State
from standards.models import Action, Cycle, Judgement
from standards.queries.cycles import is_newest, open_cycle, overlapping
from standards.queries.reviews import read
from standards.services.handing_over import hand_over, take_along


class PeriodTaken(ValueError):
    """There is a review of some of these days; ``cycle`` is it."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(str(cycle))
        self.cycle = cycle


@dataclass(frozen=True, slots=True)
class Started:
    """A review that is being filled in, and whether this start began it."""

    cycle: Cycle
    is_new: bool


@transaction.atomic
def start(actor: Actor, *, starts_on: date, ends_on: date, at: datetime) -> Started:
    """Start the review of a period, or lead to the one that is being filled in.

    Raises:
        PeriodTaken: a finished review shares days with the period.
    """
    running = open_cycle()
    if running is not None:
        return Started(running, is_new=False)
    taken = overlapping(starts_on, ends_on)
    if taken is not None:
        raise PeriodTaken(taken)
    try:
        with transaction.atomic():
            begun = _begin(
                actor, starts_on=starts_on, ends_on=ends_on, revision=1, at=at
            )
            record(actor, "review.started", review=str(begun.id))
            return Started(begun, is_new=True)
    except IntegrityError:
        # A colleague started one in the same moment; the database let one through.
        running = open_cycle()
        if running is None:
            raise
        return Started(running, is_new=False)


class ReadSomethingElse(Exception):
    """The review was changed since the one who signs it read it."""


@transaction.atomic
def sign_off(actor: Actor, pk: UUID, *, digest: str, at: datetime) -> Cycle:
    """Sign a review off; from then on nobody can change what it says.

    ``digest`` is of the review as it was read: nobody signs words he has not seen.

    Raises:
        ReadSomethingElse: a colleague changed it since.
        NotVisible: there is no such review here.
        AccessDenied: it was signed off before, or nothing in it has been rated.
    """
    cycle = locked(pk)
    if cycle.state != State.OPEN or not _says_something(cycle):
        raise AccessDenied(Reason.NOT_READY)
    if read(cycle).digest != digest:
        raise ReadSomethingElse
    cycle.state, cycle.signed_at = State.SIGNED, at
    cycle.signed_by_id, cycle.signed_as = actor.member, actor.name
    cycle.save(update_fields=["state", "signed_at", "signed_by", "signed_as"])
    record(actor, "review.signed", review=str(pk))
    return cycle


@transaction.atomic
def submit(actor: Actor, pk: UUID, *, at: datetime) -> Cycle:
    """Let the national body read a review that has been signed off.

    Raises:
        NotVisible: there is no such review here.
        AccessDenied: it is not signed off, was submitted before, or has been revised.
    """
    cycle = locked(pk)
    if cycle.state != State.SIGNED or not is_newest(cycle):
        raise AccessDenied(Reason.NOT_READY)
    cycle.state, cycle.submitted_at = State.SUBMITTED, at
    cycle.save(update_fields=["state", "submitted_at"])
    hand_over(cycle)
    record(actor, "review.submitted", review=str(pk))
    return cycle


@transaction.atomic
def revise(actor: Actor, pk: UUID, *, at: datetime) -> Cycle:
    """Open the next revision of a finished review, with all that it says.

    Raises:
        NotVisible: there is no such review here.
        AccessDenied: it is not finished, was revised before, or another review is
            being filled in.
    """
    cycle = locked(pk)
    if not may_be_revised(cycle):
        raise AccessDenied(Reason.NOT_READY)
    following = _begin(
        actor,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        revision=cycle.revision + 1,
        at=at,
        catalogue=cycle.catalogue,
    )
    judgements = list(Judgement.objects.filter(cycle=pk))
    actions = list(Action.objects.filter(cycle=pk))
    for judgement in judgements:
        judgement.id, judgement.cycle = uuid.uuid4(), following
    for action in actions:
        action.id, action.cycle = uuid.uuid4(), following
    Judgement.objects.bulk_create(judgements)
    Action.objects.bulk_create(actions)
    take_along(actor, before=pk, following=following)
    record(actor, "review.revised", review=str(pk), by=str(following.id))
    return following


def may_be_revised(cycle: Cycle) -> bool:
    """Is it finished, the newest of its period, and no other being filled in?"""
    return not cycle.is_open and is_newest(cycle) and open_cycle() is None


def locked(pk: UUID) -> Cycle:
    """Return a review that nobody else changes until this transaction ends.

    Raises:
        NotVisible: there is no such review here.
    """
    found = Cycle.objects.select_for_update(of=("self",)).filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def _begin(
    actor: Actor,
    *,
    starts_on: date,
    ends_on: date,
    revision: int,
    at: datetime,
    catalogue: str = CURRENT.code,
) -> Cycle:
    cycle = Cycle(
        organisation_id=actor.organisation,
        catalogue=catalogue,
        starts_on=starts_on,
        ends_on=ends_on,
        revision=revision,
        started_by_id=actor.member,
        started_at=at,
    )
    cycle.save(force_insert=True)
    return cycle


def _says_something(cycle: Cycle) -> bool:
    rated = Judgement.objects.filter(cycle=cycle.id)
    return rated.exclude(leaders="", staff="", clients="").exists()
