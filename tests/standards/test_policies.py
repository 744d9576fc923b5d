from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.tenancy.context import Context, use
from standards.models import Cycle
from standards.services import cycles
from tests.cast import NOW, Cast
from tests.standards import world

TABLES = ("cycle", "judgement", "action", "remark")


def seen(actor: Actor, table: str) -> int:
    """How many rows of a table an actor's role can read by SQL."""
    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM standards_{table}")
        return int(cursor.fetchone()[0])


def run(actor: Actor, statement: str, *values: object) -> int:
    with use(actor.context), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refused(actor: Actor, statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError) as fault:
        run(actor, statement, *values)
    assert fault.value.__cause__.sqlstate == "42501"


@pytest.fixture
def open_cycle(cast: Cast) -> Cycle:
    cycle = world.started(cast.manager)
    world.rated(cast.manager, cycle)
    world.planned(cast.manager, cycle)
    return cycle


@pytest.fixture
def sent(cast: Cast) -> Cycle:
    cycle = world.submitted(cast.manager)
    world.remarked(cast.compiler, cycle)
    return cycle


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("table", TABLES)
def test_only_the_organisations_managers_see_its_review(
    cast: Cast, sent: Cycle, table: str
) -> None:
    assert seen(cast.manager, table) == 1

    assert seen(cast.outside_manager, table) == 0


@pytest.mark.req("S07")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["worker", "admin", "builder"])
def test_no_other_role_can_read_any(
    cast: Cast, sent: Cycle, table: str, who: str
) -> None:
    context = {
        "worker": cast.worker.context,
        "admin": cast.admin.context,
        "builder": Context(cast.kauri.id, cast.manager.person, "reporting"),
    }[who]

    with pytest.raises(DatabaseError), use(context), transaction.atomic():
        connection.cursor().execute(f"SELECT FROM standards_{table}")


@pytest.mark.req("STD-04", "SEC-01")
@pytest.mark.parametrize("table", TABLES[:3])
def test_the_national_body_sees_nothing_before_it_is_sent(
    cast: Cast, table: str
) -> None:
    cycle = world.signed(cast.manager)
    assert seen(cast.manager, table) == 1
    assert seen(cast.compiler, table) == 0

    world.sent(cast.manager, cycle)

    assert seen(cast.compiler, table) == 1


@pytest.mark.req("STD-04")
def test_the_national_body_cannot_remark_on_what_was_not_sent(cast: Cast) -> None:
    cycle = world.signed(cast.manager)

    refused(cast.compiler, *remark(cast.compiler, cycle))
    world.sent(cast.manager, cycle)

    assert run(cast.compiler, *remark(cast.compiler, cycle)) == 1


def test_a_remark_names_its_own_maker(cast: Cast, sent: Cycle) -> None:
    refused(cast.compiler, *remark(cast.releaser, sent))


def test_a_remark_stays_with_the_organisation_it_is_about(
    cast: Cast, sent: Cycle
) -> None:
    sent.organisation_id = cast.rimu.id

    refused(cast.compiler, *remark(cast.compiler, sent))


@pytest.mark.parametrize("who", ["manager", "compiler"])
def test_a_remark_is_never_changed(cast: Cast, sent: Cycle, who: str) -> None:
    actor = getattr(cast, who)

    refused(actor, "UPDATE standards_remark SET text = 'other'")
    refused(actor, "DELETE FROM standards_remark")


def remark(maker: Actor, cycle: Cycle) -> tuple[object, ...]:
    return (
        "INSERT INTO standards_remark (id, organisation_id, cycle_id, standard, text,"
        " asks_for_more, made_by, made_at)"
        " VALUES (%s, %s, %s, '', 'Well done', false, %s, %s)",
        uuid.uuid4(),
        cycle.organisation_id,
        cycle.id,
        maker.person,
        NOW,
    )


CHANGES = [
    "UPDATE standards_judgement SET comment = 'other'",
    "UPDATE standards_action SET what = 'other'",
    "DELETE FROM standards_action",
    "INSERT INTO standards_action (id, organisation_id, cycle_id, standard, what,"
    " owner_id, owner_name, due_on, version, changed_at) SELECT gen_random_uuid(),"
    " organisation_id, cycle_id, standard, what, owner_id, owner_name, due_on,"
    " version, changed_at FROM standards_action",
    "INSERT INTO standards_judgement (id, organisation_id, cycle_id, standard, leaders,"
    " staff, clients, comment, evidence, version, changed_by_id, changed_at)"
    " SELECT gen_random_uuid(), organisation_id, cycle_id, '1.2', leaders, staff,"
    " clients, comment, evidence, version, changed_by_id, changed_at"
    " FROM standards_judgement",
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda it: " ".join(it.split()[:3]))
def test_an_open_review_can_be_changed(
    cast: Cast, open_cycle: Cycle, change: str
) -> None:
    assert run(cast.manager, change) == 1


@pytest.mark.parametrize("change", CHANGES, ids=lambda it: " ".join(it.split()[:3]))
def test_a_signed_review_is_locked_by_the_database(cast: Cast, change: str) -> None:
    world.signed(cast.manager)

    refused(cast.manager, change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE standards_cycle SET state = 'OPEN', signed_by_id = NULL,"
        " signed_at = NULL, signed_as = ''",
        "UPDATE standards_cycle SET state = 'SUBMITTED', submitted_at = now(),"
        " signed_as = 'Somebody'",
        "UPDATE standards_cycle SET signed_as = 'Somebody'",
        "UPDATE standards_cycle SET starts_on = '2020-01-01'",
        "DELETE FROM standards_cycle",
    ],
)
def test_a_signature_stands(cast: Cast, change: str) -> None:
    world.signed(cast.manager)

    refused(cast.manager, change)


def test_nobody_signs_for_somebody_else(cast: Cast, open_cycle: Cycle) -> None:
    change = (
        "UPDATE standards_cycle SET state = 'SIGNED', signed_by_id = %s,"
        " signed_as = %s, signed_at = now()"
    )

    refused(cast.manager, change, cast.worker.member, cast.worker.name)
    refused(cast.manager, change, cast.manager.member, cast.worker.name)
    assert run(cast.manager, change, cast.manager.member, cast.manager.name) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE standards_judgement SET changed_by_id = %s",
        "INSERT INTO standards_judgement (id, organisation_id, cycle_id, standard,"
        " leaders, staff, clients, comment, evidence, version, changed_by_id,"
        " changed_at) SELECT gen_random_uuid(), organisation_id, cycle_id, '1.2',"
        " leaders, staff, clients, comment, evidence, version, %s, changed_at"
        " FROM standards_judgement",
    ],
    ids=["change", "new"],
)
def test_nobody_judges_in_another_name(
    cast: Cast, open_cycle: Cycle, change: str
) -> None:
    refused(cast.manager, change, cast.worker.member)
    assert run(cast.manager, change, cast.manager.member) == 1


def test_a_revision_takes_over_what_a_colleague_judged_word_for_word(
    cast: Cast,
) -> None:
    before = world.signed(cast.manager)
    deputy = replace(cast.worker, role=Role.MANAGER)
    with use(deputy.context):
        following = cycles.revise(deputy, before.id, at=NOW)
    kept = "SELECT FROM standards_judgement WHERE changed_by_id = %s"
    assert run(deputy, kept, cast.manager.member) == 2

    refused(
        deputy,
        "INSERT INTO standards_judgement (id, organisation_id, cycle_id, standard,"
        " leaders, staff, clients, comment, evidence, version, changed_by_id,"
        " changed_at) SELECT gen_random_uuid(), organisation_id, %s, '1.2', leaders,"
        " staff, clients, 'other words', evidence, version, changed_by_id, changed_at"
        " FROM standards_judgement WHERE cycle_id = %s",
        following.id,
        before.id,
    )


def test_a_review_goes_to_msa_only_once_it_is_signed(
    cast: Cast, open_cycle: Cycle
) -> None:
    change = (
        "UPDATE standards_cycle SET state = 'SUBMITTED', submitted_at = now(),"
        " signed_by_id = %s, signed_as = 'Somebody', signed_at = now()"
    )

    refused(cast.manager, change, cast.manager.member)


def test_a_manager_cannot_add_to_another_organisations_review(
    cast: Cast, open_cycle: Cycle
) -> None:
    insert = (
        "INSERT INTO standards_judgement (id, organisation_id, cycle_id, standard,"
        " leaders, staff, clients, comment, evidence, version, changed_by_id,"
        " changed_at) VALUES (%s, %s, %s, '2.1', '', '', '', '', '', 1, %s, %s)"
    )
    member = cast.outside_manager.member

    for organisation in (cast.kauri.id, cast.rimu.id):
        with pytest.raises(DatabaseError):
            run(
                cast.outside_manager,
                insert,
                uuid.uuid4(),
                organisation,
                open_cycle.id,
                member,
                NOW,
            )
    assert seen(cast.manager, "judgement") == 1


def test_a_manager_of_another_role_is_no_manager(cast: Cast, open_cycle: Cycle) -> None:
    as_worker = replace(cast.manager, role=Role.WORKER)

    with pytest.raises(DatabaseError):
        seen(as_worker, "cycle")
