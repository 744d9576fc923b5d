"""Statements are planned once for a connection, and for each role by itself."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from cases.models import Client
from msa.accounts.actor import Actor
from msa.tenancy.backend.base import plans_for_each_role
from msa.tenancy.context import use
from tests.cases.world import person
from tests.cast import Cast

#: More often than it takes until a plan serves whatever is asked.
_OFTEN = 12


def seen(actor: Actor) -> set[UUID]:
    with use(actor.context):
        return set(Client.objects.values_list("subject", flat=True))


def remembered() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements"
            " WHERE statement LIKE '%cases_client%' AND generic_plans > 0"
        )
        (number,) = cursor.fetchone()
    return int(number)


@pytest.mark.req("SEC-01")
def test_a_remembered_statement_answers_each_role_by_its_own_policy(
    cast: Cast,
) -> None:
    own, others = person(cast.worker, "Hēmi"), person(cast.outsider, "Rāwiri")

    for _ in range(_OFTEN):
        assert seen(cast.worker) == {own}
    with use(cast.worker.context):
        assert remembered() == 1

    assert seen(cast.manager) == {own}
    assert seen(cast.outside_manager) == {others}
    assert seen(cast.outsider) == {others}
    assert seen(cast.colleague) == set()
    assert seen(cast.worker) == {own}


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (15_00_08, False),
        (15_00_09, True),
        (16_00_04, False),
        (17_00_00, False),
        (17_00_01, True),
        (18_00_00, True),
        (14_00_20, False),
    ],
)
def test_only_a_server_that_plans_for_each_role_remembers(
    version: int, told: bool
) -> None:
    assert plans_for_each_role(version) is told


@pytest.mark.req("SEC-01")
def test_who_is_asking_is_never_settled_while_planning(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.provolatile FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'sec'"
        )
        volatility = dict(cursor.fetchall())

    assert volatility["my_subjects"] == "s"
    assert "i" not in volatility.values()
