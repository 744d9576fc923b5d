"""Reviews of two organisations, for the tests of this folder."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from msa.accounts.actor import Actor
from msa.tenancy.context import use
from msa.uploads.cleaning import Clean
from msa.uploads.kinds import Kind
from standards.models import Action, Cycle, Evidence, Judgement, Remark
from standards.queries.reviews import read
from standards.services import actions, cycles, evidence, judgements, remarks
from standards.services.actions import Plan
from standards.services.judgements import Said
from tests.cast import NOW

YEAR = (date(2026, 7, 1), date(2027, 6, 30))
LAST_YEAR = (date(2025, 7, 1), date(2026, 6, 30))
SAID = Said("FULLY", "MOSTLY", "STARTED", "Ngā tāne see it", "https://example.org/plan")
#: What a file says, with a name in it by accident.
WORDS = "Wiremu Tāwhiri told the panel"
PLAN_DUE = date(2027, 3, 5)


def started(
    manager: Actor, period: tuple[date, date] = YEAR, at: datetime = NOW
) -> Cycle:
    with use(manager.context):
        return cycles.start(
            manager, starts_on=period[0], ends_on=period[1], at=at
        ).cycle


def rated(
    manager: Actor,
    cycle: Cycle,
    standard: str = "1.1",
    said: Said = SAID,
    *,
    version: int = 0,
    at: datetime = NOW,
) -> Judgement:
    with use(manager.context):
        return judgements.rate(
            manager, cycle.id, standard, said, version=version, at=at
        )


def planned(manager: Actor, cycle: Cycle, standard: str = "1.1") -> Action:
    plan = Plan("Write the plan together", manager.member, PLAN_DUE)
    with use(manager.context):
        return actions.add(manager, cycle.id, standard, plan, at=NOW)


def added(
    manager: Actor,
    cycle: Cycle,
    standard: str = "1.1",
    *,
    title: str = "Minutes of the panel",
    words: str = WORDS,
    id: UUID | None = None,
) -> Evidence:
    file = Clean(Kind.TEXT, words.encode())
    with use(manager.context):
        return evidence.add(
            manager,
            cycle.id,
            standard,
            id=id or uuid4(),
            title=title,
            file=file,
            at=NOW,
        )


def signed(
    manager: Actor, period: tuple[date, date] = YEAR, at: datetime = NOW
) -> Cycle:
    cycle = started(manager, period, at)
    rated(manager, cycle, at=at)
    planned(manager, cycle)
    with use(manager.context):
        return cycles.sign_off(manager, cycle.id, digest=read(cycle).digest, at=at)


def submitted(
    manager: Actor, period: tuple[date, date] = YEAR, at: datetime = NOW
) -> Cycle:
    cycle = signed(manager, period, at)
    with use(manager.context):
        return cycles.submit(manager, cycle.id, at=at + timedelta(hours=1))


def sent(manager: Actor, cycle: Cycle, at: datetime = NOW) -> Cycle:
    with use(manager.context):
        return cycles.submit(manager, cycle.id, at=at)


def remarked(
    staff: Actor, cycle: Cycle, standard: str = "", *, asks: bool = True
) -> Remark:
    with use(staff.context):
        return remarks.remark(
            staff,
            cycle.id,
            standard=standard,
            text="Please show how men are asked",
            asks_for_more=asks,
            at=NOW,
        )


def sign_again(manager: Actor, cycle: Cycle) -> Cycle:
    with use(manager.context):
        return cycles.sign_off(manager, cycle.id, digest=read(cycle).digest, at=NOW)
