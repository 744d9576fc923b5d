"""Handing the people of peer workers over to another, against the same in clear.

Both end the assignments and grants there were, and store new ones; ours asks the
policies for each, keeps a second manager waiting, and leaves a chained event of each.
Both take back what they stored.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

from django.db import connection, connections, transaction

from cases.models import Assignment
from cases.services import assignments
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN
from tests.bench.world import NOW, World

_PEOPLE = 200
_COLUMNS = {
    "assignment": "id, organisation_id, subject_id, member_id, from_at, made_by_id",
    "grant": "id, organisation_id, user_id, permission_id, content_object_id",
}
_ENDING = (
    "UPDATE bench_assignment SET ended_at = %(at)s, ended_by_id = %(by)s"
    " WHERE subject_id = ANY (%(who)s) AND ended_at IS NULL",
    "UPDATE bench_grant SET until = %(at)s"
    " WHERE content_object_id = ANY (%(who)s) AND until IS NULL AND %(by)s IS NOT NULL",
)


def _handed_over(world: World, subjects: Sequence[UUID]) -> float:
    manager = world.manager
    started = time.perf_counter()
    with use(manager.context), transaction.atomic():
        moved = assignments.hand_over(manager, subjects, to=world.opener.member, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    if len(moved) != len(subjects):
        raise NotVisible
    return took


def _in_clear(world: World, subjects: Sequence[UUID]) -> float:
    tenant, manager, to = world.manager.organisation, world.manager.member, world.opener
    permission = plain.Grant.objects.using(PLAIN).values_list("permission_id")[0][0]
    taken = [(uuid.uuid4(), tenant, each, to.member, NOW, manager) for each in subjects]
    granted = [(-n, tenant, to.person, permission, s) for n, s in enumerate(subjects)]
    started = time.perf_counter()
    with transaction.atomic(using=PLAIN), connections[PLAIN].cursor() as cursor:
        for ending in _ENDING:
            cursor.execute(ending, {"at": NOW, "by": manager, "who": list(subjects)})
        for table, rows in (("assignment", taken), ("grant", granted)):
            copying = f"COPY bench_{table} ({_COLUMNS[table]}) FROM STDIN"
            with cursor.copy(copying) as copy:
                for row in rows:
                    copy.write_row(row)
        took = time.perf_counter() - started
        transaction.set_rollback(True, using=PLAIN)
    return took


def _lines(world: World) -> Iterator[Comparison]:
    with use(world.manager.context), transaction.atomic():
        elsewhere = Assignment.objects.exclude(member=world.opener.member)
        subjects = list(elsewhere.values_list("subject", flat=True)[:_PEOPLE])
    yield Comparison(
        "assign",
        f"the same {len(subjects)} people handed over in clear: two UPDATEs, two COPYs",
        4.0,
        partial(_handed_over, world, subjects),
        partial(_in_clear, world, subjects),
    )


CASE = Case("assign", _lines)
