"""Making a group, who runs it, what it has agreed on, and its end (GRP-01)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max, Q

from cases.enums import GroupKind
from cases.gatherings.models import Facilitator, PeerGroup, Protocol
from cases.gatherings.queries import demand_group
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role
from msa.audit.recording import record
from msa.clock.days import local_date

#: The state with which PostgreSQL refuses what no policy of the organisation allows.
_NO_POLICY = "MS030"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a group is called, where it meets and when."""

    title: str
    place: str
    meets: str


class NoPolicy(Exception):
    """No policy in force here is about such groups; nothing was stored."""


@transaction.atomic
def make(
    actor: Actor,
    kind: GroupKind,
    plan: Plan,
    text: str,
    *,
    run_by: list[UUID],
    id: UUID,
    at: datetime,
) -> PeerGroup:
    """Make a group with what it agrees on to begin with; the same ``id`` twice is one.

    Raises:
        NotVisible: the actor is no manager.
        NoPolicy: it is for people who have offended, and no policy allows it.
    """
    _demand_manager(actor)
    row = PeerGroup(
        id=id,
        organisation_id=actor.organisation,
        kind=kind,
        title=plan.title,
        place=plan.place,
        meets=plan.meets,
        made_by_id=actor.member,
        made_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return PeerGroup.objects.get(id=id)
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") == _NO_POLICY:
            raise NoPolicy from fault
        raise
    record(actor, "group.made", group=str(id), kind=kind.value)
    publish(actor, id, text, agreed_on=local_date(at), after=0, at=at)
    for member in run_by:
        let_run(actor, id, member, until=None, at=at)
    return row


@transaction.atomic
def change(actor: Actor, pk: UUID, plan: Plan) -> None:
    """Change what a group is called, where it meets and when.

    Raises:
        NotVisible: absent, foreign, or the actor is no manager.
    """
    _demand_manager(actor)
    row = demand_group(actor, pk)
    row.title, row.place, row.meets = plan.title, plan.place, plan.meets
    row.save(update_fields=["title", "place", "meets"])
    record(actor, "group.changed", group=str(pk))


@transaction.atomic
def retire(actor: Actor, pk: UUID, *, at: datetime) -> None:
    """Retire a group: nobody is in it any more. The database ends each membership.

    Retired twice, the first time stands.

    Raises:
        NotVisible: absent, foreign, or the actor is no manager.
    """
    _demand_manager(actor)
    row = demand_group(actor, pk)
    if row.retired_on is not None:
        return
    row.retired_on = local_date(at)
    row.save(update_fields=["retired_on"])
    record(actor, "group.retired", group=str(pk))


@transaction.atomic
def let_run(
    actor: Actor, pk: UUID, member: UUID, *, until: datetime | None, at: datetime
) -> None:
    """Let a peer worker run a group, for good or as a stand-in until a moment.

    Whoever runs it for good goes on as he does; who stands in does so for longer.

    Raises:
        NotVisible: no such group or peer worker here, or the actor is no manager.
    """
    _demand_manager(actor)
    demand_group(actor, pk)
    if member not in {one.id for one in members_with_role(Role.WORKER, at=at)}:
        raise NotVisible
    runs = Facilitator.objects.filter(Q(until=None) | Q(until__gt=at), group=pk)
    if runs.filter(member=member).exists():
        shorter = runs.filter(member=member, until__isnull=False)
        if until is not None:
            shorter = shorter.filter(until__lt=until)
        if shorter.update(until=until):
            record(actor, "group.given", group=str(pk), member=str(member))
        return
    Facilitator(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        group_id=pk,
        member_id=member,
        since=at,
        until=until,
    ).save(force_insert=True)
    record(actor, "group.given", group=str(pk), member=str(member))


@transaction.atomic
def let_go(actor: Actor, pk: UUID, facilitator: UUID, *, at: datetime) -> None:
    """End at once that somebody runs a group.

    Raises:
        NotVisible: nobody does by that id, or the actor is no manager.
    """
    _demand_manager(actor)
    row = Facilitator.objects.filter(id=facilitator, group=pk).first()
    if row is None:
        raise NotVisible
    if row.until is None or row.until > at:
        row.until = at
        row.save(update_fields=["until"])
        record(actor, "group.taken", group=str(pk), member=str(row.member_id))


@transaction.atomic
def publish(
    actor: Actor, pk: UUID, text: str, *, agreed_on: date, after: int, at: datetime
) -> Protocol:
    """Write down what a group agrees on, as the version after ``after``; asks all anew.

    Sent twice, or by two at once, the version that was there first stands.

    Raises:
        NotVisible: absent, or the actor neither runs it nor is a manager.
    """
    demand_group(actor, pk)
    newest = Protocol.objects.filter(group=pk).aggregate(last=Max("number"))["last"]
    row = Protocol(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        group_id=pk,
        number=after + 1,
        text=text,
        agreed_on=agreed_on,
        published_by_id=actor.member,
        published_at=at,
    )
    if (newest or 0) != after:
        return Protocol.objects.get(group=pk, number=newest)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Protocol.objects.get(group=pk, number=after + 1)
    record(actor, "group.agreed", group=str(pk), version=row.number)
    return row


def _demand_manager(actor: Actor) -> None:
    if actor.role != Role.MANAGER:
        raise NotVisible
