"""Who works with whom: given and ended by a manager, at once (CAS-04)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from cases.models import Assignment
from consent.models import SubjectUserObjectPermission
from consent.queries import visible
from msa.access.guardian_grants import end_grants, grant
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record_each

CODENAME = "work_with_subject"
#: The state with which PostgreSQL refuses a grant to nobody who works here.
_NO_PEER_WORKER = "MS002"
#: And to somebody whom he does not want near his record.
_KEPT_AWAY = "MS020"
#: And to somebody of whom he wants to be asked first.
_ASK_FIRST = "MS050"


@transaction.atomic
def assign(actor: Actor, subject: UUID, *, to: UUID, at: datetime) -> Assignment:
    """Give a survivor to a peer worker; whoever worked with him stops at once.

    ``to`` is a member's id. Assigning him to the same worker again changes nothing.

    Raises:
        NotVisible: there is no such survivor or peer worker here.
        AccessDenied: he does not want this peer worker near his record, or wants to be
            asked first and was not.
    """
    hand_over(actor, [subject], to=to, at=at)
    return Assignment.objects.get(subject=subject, ended_at=None)


@transaction.atomic
def hand_over(
    actor: Actor, subjects: Iterable[UUID], *, to: UUID, at: datetime
) -> list[UUID]:
    """Give survivors to a peer worker, all or none; return those who were not his.

    Raises:
        NotVisible, AccessDenied: as :func:`assign`, for any of them.
    """
    wanted = sorted(set(subjects))
    if visible(wanted) != set(wanted):
        raise NotVisible
    one_at_a_time(wanted)
    worker = _peer_worker(to)
    running = Assignment.objects.filter(subject__in=wanted, ended_at=None)
    his = set(running.filter(member=worker).values_list("subject", flat=True))
    moving = [subject for subject in wanted if subject not in his]
    if moving:
        _end(actor, moving, at=at)
        _take_on(actor, moving, worker, at=at)
        record_each(actor, "person.assigned", subjects=moving, to=str(worker.id))
    return moving


@transaction.atomic
def let_go(actor: Actor, subject: UUID, *, at: datetime) -> None:
    """End that anybody works with a survivor, for one who has finished for now.

    He is the manager's until he is given to a peer worker again. Nobody works with
    him already: nothing changes.

    Raises:
        NotVisible: there is no such survivor here.
    """
    let_all_go(actor, [subject], at=at)


@transaction.atomic
def let_all_go(actor: Actor, subjects: Iterable[UUID], *, at: datetime) -> None:
    """End that anybody works with these survivors, as :func:`let_go`, all or none.

    Raises:
        NotVisible: one of them is none here.
    """
    wanted = sorted(set(subjects))
    if visible(wanted) != set(wanted):
        raise NotVisible
    one_at_a_time(wanted)
    running = Assignment.objects.filter(subject__in=wanted, ended_at=None)
    held = sorted(running.values_list("subject", flat=True))
    if held:
        _end(actor, held, at=at)
        record_each(actor, "person.let-go", subjects=held)


def _peer_worker(member: UUID) -> Member:
    worker = Member.objects.filter(
        id=member, roles__contains=[Role.WORKER.value], left_at=None
    ).first()
    if worker is None:
        raise NotVisible
    return worker


def _end(actor: Actor, subjects: list[UUID], *, at: datetime) -> None:
    end_grants(
        SubjectUserObjectPermission,
        organisation=actor.organisation,
        objects=subjects,
        at=at,
    )
    Assignment.objects.filter(subject__in=subjects, ended_at=None).update(
        ended_at=at, ended_by=actor.member
    )


def _take_on(
    actor: Actor, subjects: list[UUID], worker: Member, *, at: datetime
) -> None:
    rows = [
        Assignment(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            subject_id=subject,
            member=worker,
            from_at=at,
            made_by_id=actor.member,
        )
        for subject in subjects
    ]
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(rows)
            grant(
                SubjectUserObjectPermission,
                codename=CODENAME,
                organisation=worker.organisation_id,
                person=worker.person_id,
                objects=subjects,
            )
    except DatabaseError as fault:
        explain(fault)


def explain(fault: DatabaseError) -> NoReturn:
    """Say why the database lets somebody not work with him; else raise the fault.

    Raises:
        NotVisible: he or she is no peer worker here, any more.
        AccessDenied: the survivor does not want it, or was not asked first.
    """
    refused = getattr(fault.__cause__, "sqlstate", "")
    if refused == _NO_PEER_WORKER:
        raise NotVisible from fault  # his work ended a moment ago
    if refused == _KEPT_AWAY:
        raise AccessDenied(Reason.KEPT_AWAY) from fault
    if refused == _ASK_FIRST:
        raise AccessDenied(Reason.ASK_FIRST) from fault
    raise fault


def one_at_a_time(subjects: list[UUID]) -> None:
    """Let a second manager wait, and then see what the first has decided.

    ``subjects`` are in order of their ids, so that two who hand over the same people
    never wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0))"
            " FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted (id, n) ORDER BY n",
            [subjects],
        )
