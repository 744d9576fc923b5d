"""Clearing somebody for groups: talked about, answered by a manager (GRP-02).

A peer worker can't clear anybody, so that he can't find out by trying who may not come.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from cases.enums import GroupKind
from cases.models import GroupClearance, Screening
from consent.documents import under_consent
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.audit.recording import record

#: The state with which PostgreSQL clears nobody who has told of harm he did.
_MAY_NOT = "MS031"


class MayNot(Exception):
    """What is set apart keeps him out of groups of survivors."""


@transaction.atomic
def note_talk(actor: Actor, subject: UUID, *, talked_on: date, at: datetime) -> None:
    """Note that groups were talked about with him; while one waits, another is none.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
        AccessDenied: he has taken back his consent to a record.
    """
    subject_for(subject)
    row = Screening(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        kind=GroupKind.SURVIVORS,
        talked_on=talked_on,
        noted_by_id=actor.member,
        noted_at=at,
    )
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record(actor, "groups.talked", subject=subject)


@transaction.atomic
def clear(
    actor: Actor,
    subject: UUID,
    *,
    at: datetime,
    kind: GroupKind = GroupKind.SURVIVORS,
) -> None:
    """Let him come to groups of a kind; cleared twice, the first time stands.

    Cleared for a group for people who have offended, he is for one of survivors no
    more: in the same statement.

    Raises:
        NotVisible: absent, foreign, kept away from him, or the actor is no manager.
        MayNot: he told of harm he did. The actor can read it.
        AccessDenied: he has taken back his consent to a record.
    """
    _demand_manager(actor, subject)
    row = GroupClearance(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        kind=kind,
        given_by_id=actor.member,
        given_at=at,
    )
    try:
        with under_consent():
            row.save(force_insert=True)
    except IntegrityError:
        return
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _MAY_NOT:
            raise MayNot from fault
        raise
    _answer(actor, subject, kind, at=at)
    record(actor, _event(kind, "groups.cleared"), subject=subject)


@transaction.atomic
def not_now(
    actor: Actor,
    subject: UUID,
    *,
    at: datetime,
    kind: GroupKind = GroupKind.SURVIVORS,
) -> None:
    """Say that he does not come to groups now: his clearance ends, a talk is answered.

    The database ends whatever group of that kind he is in.

    Raises:
        NotVisible: absent, foreign, kept away from him, or the actor is no manager.
    """
    _demand_manager(actor, subject)
    GroupClearance.objects.filter(subject=subject, kind=kind).delete()
    _answer(actor, subject, kind, at=at)
    record(actor, _event(kind, "groups.not-now"), subject=subject)


def _demand_manager(actor: Actor, subject: UUID) -> None:
    subject_for(subject)
    if actor.role != Role.MANAGER:
        raise NotVisible


def _event(kind: GroupKind, action: str) -> str:
    # The list of who looked must not tell who is in the other kind of group.
    return action if kind == GroupKind.SURVIVORS else "set-apart.opened"


def _answer(actor: Actor, subject: UUID, kind: GroupKind, *, at: datetime) -> None:
    Screening.objects.filter(subject=subject, kind=kind, answered_at=None).update(
        answered_at=at, answered_by=actor.member
    )
