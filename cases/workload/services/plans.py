"""Moving a whole caseload today or on a day to come, and calling it off (UI-M3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.workload.models import Handover
from cases.workload.plans import Plan, Planned
from cases.workload.policies import may_be_planned
from cases.workload.queries.handovers import people_of
from cases.workload.queries.wishes import standings
from cases.workload.services import handovers
from consent.queries import visible
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.accounts.models import Member, Role
from msa.audit.recording import record
from msa.clock.days import local_date


@transaction.atomic
def move_on(
    actor: Actor,
    member: UUID,
    targets: Mapping[UUID, UUID],
    *,
    on: date,
    id: UUID,
    instead_of: UUID | None = None,
    at: datetime,
) -> Plan | Handover:
    """Move somebody's people today, or plan it for a day within the next 90.

    ``targets`` are members by survivor. ``instead_of`` is the plan of theirs that
    stands now, which ends with it. The same ``id`` twice is one.

    Raises:
        NotVisible: one of them is none of his people, or one named no peer worker.
        AccessDenied: the day is none to plan for; one of them is planned for already,
            doesn't want it, or wants to be asked first; or the plan that stands now is
            another one.
    """
    done = Plan.objects.filter(id=id).first() or Handover.objects.filter(id=id).first()
    if done is not None:
        return done
    today = local_date(at)
    if on != today and not may_be_planned(on, today=today):
        raise AccessDenied(Reason.NOT_READY)
    # First the plan, then its people: so the clock locks them as well.
    _make_way(actor, member, instead_of, at=at)
    if on == today:
        return handovers.move(actor, member, targets, id=id, at=at)
    _demand_willing(member, targets, at=at)
    return _plan(actor, member, targets, on=on, id=id, at=at)


@transaction.atomic
def call_off(actor: Actor, pk: UUID, *, at: datetime) -> bool:
    """End a plan before its day; return False where it has ended already.

    Raises:
        NotVisible: there is no such plan.
    """
    plans = Plan.objects.select_for_update(of=("self",)).filter(id=pk)
    plan = plans.first()
    if plan is None:
        raise NotVisible
    if plan.ended_at is not None:
        return False
    plan.ended_at, plan.ended_by_id = at, actor.member
    plan.save(update_fields=["ended_at", "ended_by"])
    record(actor, "caseload.called-off", plan=str(pk), member=str(plan.member_id))
    return True


def _make_way(
    actor: Actor, member: UUID, instead_of: UUID | None, *, at: datetime
) -> None:
    stands = Plan.objects.filter(member=member, ended_at=None).first()
    if (stands.id if stands else None) != instead_of:
        raise AccessDenied(Reason.PLANNED)
    if stands and not call_off(actor, stands.id, at=at):
        raise AccessDenied(Reason.PLANNED)


def _demand_willing(
    member: UUID, targets: Mapping[UUID, UUID], *, at: datetime
) -> None:
    subjects, receivers = set(targets), set(targets.values())
    present = Member.objects.filter(
        id__in=receivers, roles__contains=[Role.WORKER.value], left_at=None
    ).exclude(id=member)
    if present.count() != len(receivers):
        raise NotVisible
    his = set(people_of(member))
    if not subjects or not subjects <= his or visible(list(subjects)) != subjects:
        raise NotVisible
    said = standings(subjects, at=at)
    for subject, to in targets.items():
        if to in said[subject].away:
            raise AccessDenied(Reason.KEPT_AWAY)
        if not said[subject].lets(to):
            raise AccessDenied(Reason.ASK_FIRST)


def _plan(
    actor: Actor,
    member: UUID,
    targets: Mapping[UUID, UUID],
    *,
    on: date,
    id: UUID,
    at: datetime,
) -> Plan:
    plan = Plan(
        id=id,
        organisation_id=actor.organisation,
        member_id=member,
        due_on=on,
        made_by_id=actor.member,
        made_at=at,
    )
    rows = [
        Planned(
            id=uuid.uuid4(),
            organisation_id=actor.organisation,
            plan=plan,
            subject_id=subject,
            to_id=targets[subject],
            due_on=on,
        )
        for subject in sorted(targets)
    ]
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
            Planned.objects.bulk_create(rows)
    except IntegrityError as fault:
        raise AccessDenied(Reason.PLANNED) from fault
    record(
        actor,
        "caseload.planned",
        plan=str(id),
        member=str(member),
        count=len(rows),
        on=on.isoformat(),
    )
    return plan
