"""Moving a whole caseload in one step, and moving it back (UI-M3, CAS-04)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.models import Assignment
from cases.services.assignments import hand_over, let_all_go, one_at_a_time
from cases.workload.models import Handover, Moved
from cases.workload.policies import UNDO_WITHIN
from cases.workload.queries.handovers import people_of, untouched
from cases.workload.queries.wishes import standings
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record


@dataclass(frozen=True, slots=True)
class Undone:
    """How many went back to how it was, and how many stay where they are now."""

    back: int
    stay: int


@transaction.atomic
def move(
    actor: Actor,
    member: UUID,
    targets: Mapping[UUID, UUID],
    *,
    id: UUID,
    at: datetime,
) -> Handover:
    """Give each of somebody's people to the member named for him, all or none.

    ``targets`` are members by survivor. The same ``id`` twice is one.

    Raises:
        NotVisible: one of them is none of his people, or one named no peer worker.
        AccessDenied: one of them doesn't want it, or wants to be asked first.
    """
    subjects = sorted(targets)
    one_at_a_time(subjects)
    done = Handover.objects.filter(id=id).first()
    if done is not None:
        return done
    people = people_of(member)
    if not subjects or not set(subjects) <= set(people):
        raise NotVisible
    groups = defaultdict(list)
    for subject in subjects:
        groups[targets[subject]].append(subject)
    for to in sorted(groups):
        hand_over(actor, groups[to], to=to, at=at)
    row = Handover(
        id=id,
        organisation_id=actor.organisation,
        member_id=member,
        made_by_id=actor.member,
        made_at=at,
    )
    row.save(force_insert=True)
    begun = Assignment.objects.filter(subject__in=subjects, ended_at=None)
    Moved.objects.bulk_create(
        Moved(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            handover=row,
            subject_id=subject,
            assignment_id=assignment,
            was_waiting=people[subject],
        )
        for subject, assignment in begun.values_list("subject", "id")
    )
    record(
        actor,
        "caseload.moved",
        handover=str(id),
        member=str(member),
        count=len(subjects),
    )
    return row


@transaction.atomic
def undo(actor: Actor, pk: UUID, *, at: datetime) -> Undone:
    """Put back what was moved and not touched since, within seven days, once.

    Who was given on since, or has met his new peer worker, stays. So does who can't go
    back: whoever worked with him has left meanwhile, or he doesn't want it any more.
    Who waited for somebody before waits again.

    Raises:
        NotVisible: there is no such handover.
        AccessDenied: it was undone already, or its time is over.
    """
    row = Handover.objects.filter(id=pk).first()
    if row is None:
        raise NotVisible
    every = sorted(Moved.objects.filter(handover=row).values_list("subject", flat=True))
    one_at_a_time(every)
    row = Handover.objects.get(id=pk)
    if row.undone_at is not None or at > row.made_at + UNDO_WITHIN:
        raise AccessDenied(Reason.NOT_READY)
    left = untouched(row)
    waited = [one.subject_id for one in left if one.was_waiting]
    had_him = [one.subject_id for one in left if not one.was_waiting]
    returning = _who_may_return(row.member_id, had_him, at=at)
    if returning:
        hand_over(actor, returning, to=row.member_id, at=at)
    if waited:
        let_all_go(actor, waited, at=at)
    back = [*returning, *waited]
    Moved.objects.filter(handover=row, subject__in=back).update(went_back=True)
    row.undone_at, row.undone_by_id = at, actor.member
    row.save(update_fields=["undone_at", "undone_by"])
    record(actor, "caseload.moved-back", handover=str(pk), count=len(back))
    return Undone(len(back), len(every) - len(back))


def _who_may_return(member: UUID, subjects: list[UUID], *, at: datetime) -> list[UUID]:
    present = Member.objects.filter(
        id=member, roles__contains=[Role.WORKER.value], left_at=None
    )
    if not present.exists():
        return []
    said = standings(subjects, at=at)
    return [subject for subject in subjects if said[subject].lets(member)]
