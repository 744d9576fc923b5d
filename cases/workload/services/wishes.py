"""Writing down whom a survivor lets take over, and that he agreed to one (CAS-04)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.services.assignments import one_at_a_time
from cases.workload.enums import Choice
from cases.workload.models import Agreed, Cover, Wish
from consent.queries import subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record


@transaction.atomic
def wish(
    actor: Actor,
    subject: UUID,
    choice: Choice,
    colleagues: Collection[UUID] = (),
    *,
    asked_on: date,
    at: datetime,
) -> Wish:
    """Write down whom he lets take over; it holds from now on, for whoever comes next.

    Who works with him now stays; who was to stand in later and is not among them does
    not. The same answer on the same day is no new one.

    Raises:
        NotVisible: there is no such survivor, or one named does not work here.
    """
    # First the lock, then the look: he may have been handed over while this waited.
    one_at_a_time([subject])
    subject_for(subject)
    named = sorted(set(colleagues)) if choice == Choice.THESE else []
    if Member.objects.filter(id__in=named).count() != len(named):
        raise NotVisible
    before = Wish.objects.filter(subject=subject, ended_at=None).first()
    if before and (before.choice, before.colleagues, before.asked_on) == (
        choice,
        named,
        asked_on,
    ):
        return before
    planned = Cover.objects.filter(subject=subject, ended_at=None, from_at__gt=at)
    planned_before = planned.count()
    row = Wish(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        choice=choice,
        colleagues=named,
        asked_on=asked_on,
        written_by_id=actor.member,
        written_at=at,
    )
    row.save(force_insert=True)  # which ends the answer before it
    record(actor, "wish.noted", subject=subject, kind=choice.value)
    for _ in range(planned_before - planned.count()):
        record(actor, "cover.ended", subject=subject)
    return row


@transaction.atomic
def agree(
    actor: Actor,
    subject: UUID,
    *,
    member: UUID,
    asked_by: UUID,
    asked_on: date,
    at: datetime,
) -> None:
    """Write down that he was asked and agrees to one member; it holds for 30 days.

    Raises:
        NotVisible: there is no such survivor or member here.
    """
    subject_for(subject)
    if Member.objects.filter(id__in={member, asked_by}).count() != len(
        {member, asked_by}
    ):
        raise NotVisible
    same = Agreed.objects.filter(
        subject=subject, member=member, asked_by=asked_by, asked_on=asked_on
    )
    held = Wish.objects.filter(subject=subject, ended_at=None).first()
    if same.filter(written_at__gte=held.written_at if held else at).exists():
        return
    Agreed(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        member_id=member,
        asked_by_id=asked_by,
        asked_on=asked_on,
        written_by_id=actor.member,
        written_at=at,
    ).save(force_insert=True)
    record(actor, "wish.agreed", subject=subject, to=str(member))
