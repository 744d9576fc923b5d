"""The clock that is killed half-way, and looks twice at the same moment (UI-M3)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from cases.workload.tasks import move_planned
from tests import databases
from tests.cases.at_once import at_once
from tests.cases.world import events, person
from tests.cast import Cast
from tests.workload.test_handovers import workers
from tests.workload.world import its_day_has_come, planned


def _killed_half_way() -> None:
    """Carry out what is due, and lose the connection before it is committed."""
    with transaction.atomic():
        move_planned()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            ((pid,),) = cursor.fetchall()
        with databases.superuser() as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])


def _works_with(cast: Cast) -> dict[UUID, UUID]:
    with transaction.atomic():
        return workers(cast)


@pytest.mark.req("UI-M3")
def test_killed_half_way_it_has_moved_nobody_and_two_move_everybody_once(
    live: str, live_cast: Cast
) -> None:
    cast = live_cast
    people = [person(cast.worker, name) for name in ("Ana", "Rua")]
    planned(cast, dict.fromkeys(people, cast.colleague))
    its_day_has_come(cast)

    with pytest.raises(DatabaseError):
        _killed_half_way()
    connection.close()
    after_the_kill = _works_with(cast)
    at_once(move_planned, move_planned, refusal=())

    assert after_the_kill == dict.fromkeys(people, cast.worker.member)
    assert _works_with(cast) == dict.fromkeys(people, cast.colleague.member)
    with transaction.atomic():
        assert len(events(cast.kauri.id, "person.assigned")) == 2
        assert len(events(cast.kauri.id, "caseload.moved-as-planned")) == 1
