"""Telling somebody without consent: asked, approved, told, reviewed (CON-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.overrides.enums import Ground, Outcome, State
from cases.overrides.models import Disclosure
from cases.overrides.queries import disclosures as queries
from cases.overrides.sealing import Telling, seal_words
from consent.queries import subject_for
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Planned:
    """What somebody wants to tell, on which ground, in which words."""

    ground: Ground
    telling: Telling


@transaction.atomic
def ask(
    actor: Actor, subject: UUID, planned: Planned, *, id: UUID, at: datetime
) -> Disclosure:
    """Ask that another person, a manager, approves; nothing is told before.

    The same ``id`` twice is one entry (UI-W5).

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    return _stored(actor, subject, planned, id=id, at=at, state=State.ASKED)


@transaction.atomic
def tell_at_once(
    actor: Actor, subject: UUID, planned: Planned, *, on: date, id: UUID, at: datetime
) -> Disclosure:
    """Write down what could not wait and was told on a day; the managers are told now.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    told = {"told_by_id": actor.member, "told_on": on, "told_at": at}
    return _stored(
        actor, subject, planned, id=id, at=at, state=State.TOLD, is_urgent=True, **told
    )


@transaction.atomic
def approve(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """Be the second of the two without whom nothing is told.

    Raises:
        AccessDenied: he asked for it himself, or it no longer waits.
        NotVisible: there is none for this actor.
    """
    _decide(actor, subject, pk, State.APPROVED, at=at)
    record(actor, "disclosure.approved", subject=subject)


@transaction.atomic
def refuse(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """Decide, as the second person, that it is not told.

    Raises:
        AccessDenied: as :func:`approve`.
        NotVisible: there is none for this actor.
    """
    _decide(actor, subject, pk, State.REFUSED, at=at)
    record(actor, "disclosure.refused", subject=subject)


@transaction.atomic
def drop(actor: Actor, subject: UUID, pk: UUID) -> None:
    """Note that it need not be told any more.

    Raises:
        AccessDenied: it was told or decided against before.
        NotVisible: there is none for this actor.
    """
    queries.found(pk, subject)
    _go_on(pk, (State.ASKED, State.APPROVED), State.DROPPED, {})
    record(actor, "disclosure.dropped", subject=subject)


@transaction.atomic
def tell(actor: Actor, subject: UUID, pk: UUID, *, on: date, at: datetime) -> None:
    """Note that what was approved was told, word for word, on a day.

    Raises:
        AccessDenied: nobody has approved it, or it was told before.
        NotVisible: there is none for this actor.
    """
    row = queries.found(pk, subject)
    told = {"told_by_id": actor.member, "told_on": on, "told_at": at}
    _go_on(pk, (State.APPROVED,), State.TOLD, told)
    record(actor, "disclosure.told", subject=subject, ground=row.ground)


@transaction.atomic
def review(
    actor: Actor, subject: UUID, pk: UUID, outcome: Outcome, *, at: datetime
) -> None:
    """Look back, as another person, at what could not wait.

    Raises:
        AccessDenied: he told it himself, or there is nothing to review.
        NotVisible: there is none for this actor.
    """
    row = queries.found(pk, subject)
    if row.told_by_id == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    if not row.is_urgent:
        raise AccessDenied(Reason.NOT_READY)
    reviewed = {
        "reviewed_by_id": actor.member,
        "reviewed_at": at,
        "review": outcome.value,
    }
    _go_on(pk, (State.TOLD,), State.REVIEWED, reviewed)
    record(actor, "disclosure.reviewed", subject=subject)


def _stored(
    actor: Actor,
    subject: UUID,
    planned: Planned,
    *,
    id: UUID,
    at: datetime,
    state: State,
    is_urgent: bool = False,
    **told: Any,
) -> Disclosure:
    subject_for(subject)
    row = Disclosure(
        id=id,
        organisation_id=actor.organisation,
        subject_id=subject,
        ground=planned.ground,
        is_urgent=is_urgent,
        state=state,
        asked_by_id=actor.member,
        asked_at=at,
        **told,
    )
    seal_words(actor, row, planned.telling.document())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return queries.found(id, subject)
    if is_urgent:
        record(actor, "disclosure.told", subject=subject, ground=row.ground)
    else:
        record(actor, "disclosure.asked", subject=subject, ground=row.ground)
    return row


def _decide(
    actor: Actor, subject: UUID, pk: UUID, state: State, *, at: datetime
) -> None:
    row = queries.found(pk, subject)
    if row.asked_by_id == actor.member:
        raise AccessDenied(Reason.SAME_PERSON)
    decided = {"decided_by_id": actor.member, "decided_at": at}
    _go_on(pk, (State.ASKED,), state, decided)


def _go_on(
    pk: UUID, before: tuple[State, ...], after: State, changes: Mapping[str, Any]
) -> None:
    rows = Disclosure.objects.filter(pk=pk, state__in=before)
    if not rows.update(state=after, **changes):
        raise AccessDenied(Reason.NOT_READY)
