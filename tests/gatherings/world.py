"""Peer groups for tests, made by the services that the pages use."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from cases.enums import GroupKind, Mode
from cases.gatherings.enums import Attended, How
from cases.gatherings.models import Membership
from cases.gatherings.queries import newest_protocol
from cases.gatherings.services import groups, meetings, memberships
from cases.gatherings.services.groups import Plan
from cases.gatherings.services.meetings import Logged, Met, Told
from cases.services import groups as clearing
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import person
from tests.cast import NOW, TODAY, USUAL, Cast

PLAN = Plan("Thursday evening", "The blue room", "Every second Thursday at 6 pm")
AGREED = "What is said here stays here"
SUMMARY = "We spoke about winter and how to sleep"


def group(
    cast: Cast, kind: GroupKind = GroupKind.SURVIVORS, *, run_by: Actor | None = None
) -> UUID:
    """Let the manager make a group that the colleague runs, or whoever is named."""
    runner = run_by or cast.colleague
    with use(cast.manager.context):
        row = groups.make(
            cast.manager,
            kind,
            PLAN,
            AGREED,
            run_by=[runner.member],
            id=uuid.uuid4(),
            at=NOW,
        )
    return row.id


def cleared(cast: Cast, subject: UUID, kind: GroupKind = GroupKind.SURVIVORS) -> None:
    """Let the manager clear him."""
    with use(cast.manager.context):
        clearing.clear(cast.manager, subject, at=NOW, kind=kind)


def invited(cast: Cast, subject: UUID, pk: UUID, called: str = "Hēmi") -> Membership:
    """Let the manager invite somebody who is cleared."""
    with use(cast.manager.context):
        return memberships.invite(cast.manager, subject, pk, called=called, on=TODAY)


def joined(actor: Actor, pk: UUID, membership: UUID, *, on: date = TODAY) -> None:
    """Let him accept what holds now, and join."""
    with use(actor.context):
        protocol = newest_protocol(pk)
        assert protocol is not None
        memberships.accept(
            actor,
            pk,
            membership,
            version=protocol.number,
            how=How.SPOKEN,
            on=on,
            at=NOW,
        )


def member(
    cast: Cast,
    pk: UUID,
    called: str = "Hēmi",
    purposes: Sequence[Purpose] = USUAL,
    *,
    kind: GroupKind = GroupKind.SURVIVORS,
) -> Membership:
    """Let somebody of the worker's be in a group that the colleague runs."""
    subject = person(cast.worker, called, purposes)
    cleared(cast, subject, kind)
    row = invited(cast, subject, pk, called)
    joined(cast.manager, pk, row.id)
    return row


def left(actor: Actor, row: Membership, *, on: date = TODAY, why: str = "") -> None:
    """Let him leave."""
    with use(actor.context):
        memberships.leave(actor, row.group_id, row.id, why=why, instead="A walk", on=on)


def met(actor: Actor, on: date = TODAY, summary: str = SUMMARY) -> Met:
    """Return an hour and a half of the group, run by the actor."""
    return Met(on, 90, Mode.IN_PERSON, 2, (actor.member,), summary)


def came(row: Membership, outcome: str = "") -> Told:
    """Return that he came."""
    return Told(row.id, Attended.CAME, outcome)


def logged(
    actor: Actor,
    pk: UUID,
    *told: Told,
    what: Met | None = None,
    id: UUID | None = None,
    at: datetime = NOW,
) -> Logged:
    """Log a meeting."""
    with use(actor.context):
        return meetings.log(
            actor, pk, what or met(actor), told, id=id or uuid.uuid4(), at=at
        )
