"""What the database holds of plans to move a caseload by itself (UI-M3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.workload.plans import Planned
from cases.workload.services import plans
from msa.clock.days import local_date
from msa.tenancy.context import Context, use
from tests.cases.world import person
from tests.cast import Cast
from tests.workload.world import SOON, planned

TODAY = local_date(timezone.now())


def refused(context: Context, sql: str, *values: Any) -> str:
    with (
        use(context),
        pytest.raises(DatabaseError) as fault,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return str(getattr(fault.value.__cause__, "sqlstate", ""))


@pytest.mark.req("UI-M3", "S04")
@pytest.mark.parametrize("days", [0, 91])
def test_raw_sql_plans_for_no_other_day(cast: Cast, days: int) -> None:
    sql = (
        "INSERT INTO workload_plan (id, organisation_id, member_id, due_on, made_by_id,"
        " made_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, now())"
    )
    on, me = TODAY + timedelta(days=days), cast.manager.member
    told = (cast.kauri.id, cast.worker.member, on, me)

    assert refused(cast.manager.context, sql, *told) == "MS067"


@pytest.mark.req("UI-M3")
def test_raw_sql_revives_no_plan_and_adds_nobody_to_it(cast: Cast, hemi: UUID) -> None:
    pk = planned(cast, {hemi: cast.colleague})
    with use(cast.manager.context):
        plans.call_off(cast.manager, pk, at=timezone.now())
    revive = "UPDATE workload_plan SET ended_at = NULL, ended_by_id = NULL"
    add = (
        "INSERT INTO workload_planned (id, organisation_id, plan_id, subject_id, to_id,"
        " due_on, outcome) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, '')"
    )
    told = (cast.kauri.id, pk, hemi, cast.colleague.member, SOON)

    assert refused(cast.manager.context, revive) == "MS066"
    assert refused(cast.manager.context, add, *told) == "MS066"


@pytest.mark.req("UI-M3")
def test_raw_sql_sends_nobody_where_he_is_and_on_no_day_of_his_own(
    cast: Cast, hemi: UUID
) -> None:
    other = person(cast.worker, "Rua")
    pk = planned(cast, {hemi: cast.colleague})
    add = (
        "INSERT INTO workload_planned (id, organisation_id, plan_id, subject_id, to_id,"
        " due_on, outcome) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, '')"
    )
    told = (cast.kauri.id, pk, other)

    done = add.replace("''", "'MOVED'")
    made_up = refused(cast.manager.context, done, *told, cast.colleague.member, SOON)
    same = refused(cast.manager.context, add, *told, cast.worker.member, SOON)
    with use(cast.manager.context), connection.cursor() as cursor:
        cursor.execute(add, [*told, cast.colleague.member, TODAY])
        row = Planned.objects.get(subject=other)

    assert made_up == "42501"
    assert same == "MS068"
    assert row.due_on == SOON


@pytest.mark.req("UI-M3", "SEC-01")
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_nobody_but_the_clock_carries_a_plan_out(
    cast: Cast, hemi: UUID, who: str
) -> None:
    planned(cast, {hemi: cast.colleague})
    context = cast.worker.context if who == "worker" else cast.manager.context

    sql = "SELECT sec.move_planned_caseloads()"
    set_moved = "UPDATE workload_planned SET outcome = 'MOVED'"

    assert refused(context, sql) == "42501"
    assert refused(context, set_moved) == "42501"
