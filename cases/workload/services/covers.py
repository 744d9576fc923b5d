"""Letting somebody stand in for a while; it begins and ends by the clock (CAS-04)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from cases.models import Assignment
from cases.services.assignments import explain, one_at_a_time
from cases.workload.models import Cover
from consent.queries import visible
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.audit.recording import record, record_each


@transaction.atomic
def stand_in(
    actor: Actor,
    subjects: Collection[UUID],
    *,
    by: UUID,
    from_at: datetime,
    until: datetime,
    at: datetime,
) -> list[UUID]:
    """Let a peer worker stand in with survivors, all or none; return with whom.

    With whom he works anyway, and with whom he stands in for the same time already,
    nothing changes. Nobody has to end it.

    Raises:
        NotVisible: there is no such survivor or peer worker here.
        AccessDenied: one of them does not want it, or wants to be asked first.
    """
    wanted = sorted(set(subjects))
    if visible(wanted) != set(wanted):
        raise NotVisible
    one_at_a_time(wanted)
    running = Assignment.objects.filter(subject__in=wanted, ended_at=None)
    workers = dict(running.values_list("subject", "member"))
    there = set(
        Cover.objects.filter(
            subject__in=wanted, member=by, from_at=from_at, until=until, ended_at=None
        ).values_list("subject", flat=True)
    )
    new = [one for one in wanted if workers.get(one) != by and one not in there]
    rows = [
        Cover(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            subject_id=subject,
            member_id=by,
            instead_of_id=workers.get(subject),
            from_at=from_at,
            until=until,
            made_by_id=actor.member,
            made_at=at,
        )
        for subject in new
    ]
    try:
        with transaction.atomic():
            Cover.objects.bulk_create(rows)
    except DatabaseError as fault:
        explain(fault)
    if new:
        record_each(actor, "cover.made", subjects=new, to=str(by))
    return new


@transaction.atomic
def end(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> None:
    """End a cover before its time; it is over with the next page.

    Over already: nothing changes.

    Raises:
        NotVisible: there is no such cover of his.
    """
    covers = Cover.objects.filter(id=pk, subject=subject)
    if not covers.exists():
        raise NotVisible
    if covers.filter(ended_at=None, until__gt=at).update(ended_at=at):
        record(actor, "cover.ended", subject=subject)
