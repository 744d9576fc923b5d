"""Who is given which key: asked of the database, past all of our own code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from assessments.services import responding
from cases.queries import people
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.members import services as members
from msa.tenancy.context import Context, use
from tests.assessments import world
from tests.cast import NOW, USUAL, Cast
from tests.databases import superuser
from tests.security.stage import Connection, Stage, inside, survivor


def keys(stage: Stage, who: Actor, subject: UUID, purpose: str, act: str) -> int:
    """Return how many keys somebody is given who asks for one survivor's."""
    with inside(stage.database, who.context) as connection:
        return connection.execute(
            "SELECT 1 FROM sec.wrapped_keys(ARRAY[%s]::uuid[], %s, %s)",
            [subject, purpose, act],
        ).rowcount


@pytest.mark.req("SEC-01", "CON-04")
def test_a_manager_gets_keys_of_his_own_organisation(stage: Stage) -> None:
    manager = stage.cast.manager

    assert keys(stage, manager, stage.own.subject, "RECORD", "open") == 1
    assert keys(stage, manager, stage.foreign.subject, "RECORD", "open") == 0


@pytest.mark.req("SEC-02")
def test_an_administrator_gets_keys_to_write_and_none_to_read(stage: Stage) -> None:
    admin, own = stage.cast.admin, stage.own.subject

    assert keys(stage, admin, own, "RECORD", "write") == 1
    assert [keys(stage, admin, own, "RECORD", act) for act in ("open", "list")] == [
        0,
        0,
    ]


@pytest.mark.req("CON-03")
def test_a_manager_gets_keys_of_sessions_while_he_agrees(live_stage: Stage) -> None:
    stage, cast = live_stage, live_stage.cast
    agreed = survivor(cast.worker, "Dunedin", *USUAL, Purpose.SUPERVISION)

    def given() -> int:
        return keys(stage, cast.manager, agreed.subject, "SESSIONS", "open")

    assert keys(stage, cast.manager, stage.own.subject, "SESSIONS", "open") == 0
    assert given() == 1
    with use(cast.worker.context):
        consents.withdraw(cast.worker, agreed.subject, Purpose.SUPERVISION, at=NOW)
    assert given() == 0


@pytest.mark.req("CON-04", "K02")
def test_a_sealed_key_is_given_to_nobody(live_stage: Stage) -> None:
    stage, worker, own = live_stage, live_stage.cast.worker, live_stage.own.subject
    assert keys(stage, worker, own, "SESSIONS", "open") == 1

    with use(worker.context):
        consents.withdraw(worker, own, Purpose.SESSIONS, at=NOW)

    assert keys(stage, worker, own, "SESSIONS", "open") == 0


@pytest.mark.req("CON-04")
def test_a_key_ends_with_the_day_he_agreed_to(live_stage: Stage) -> None:
    stage, worker, own = live_stage, live_stage.cast.worker, live_stage.own.subject
    assert keys(stage, worker, own, "SESSIONS", "open") == 1

    with superuser(stage.database) as admin:
        admin.execute("UPDATE consent_consent SET expires_at = now()")

    assert keys(stage, worker, own, "SESSIONS", "open") == 0


@pytest.mark.req("CON-04")
def test_no_key_is_made_for_a_consent_that_was_withdrawn(live_stage: Stage) -> None:
    stage, worker, own = live_stage, live_stage.cast.worker, live_stage.own.subject
    again = (
        "INSERT INTO consent_subjectkey (id, organisation_id, subject_id, consent_id,"
        " purpose, state, created_at) SELECT gen_random_uuid(), organisation_id,"
        " subject_id, consent_id, purpose, 'ACTIVE', now() FROM consent_subjectkey"
        " WHERE subject_id = %s AND purpose = 'SESSIONS'"
    )
    with use(worker.context):
        consents.withdraw(worker, own, Purpose.SESSIONS, at=NOW)

    with superuser(stage.database) as admin:
        assert _has_row(admin, "consent_subjectkey", own)
        with pytest.raises(psycopg.Error) as refusal:
            admin.execute(again, [own])
    assert refusal.value.sqlstate == "MS001"


def _has_row(admin: Connection, table: str, subject: UUID) -> bool:
    found = admin.execute(
        f"SELECT FROM {table} WHERE subject_id = %s".encode(), [subject]
    )
    return found.rowcount > 0


@contextmanager
def register(stage: Stage, who: Actor) -> Iterator[psycopg.Cursor[Any]]:
    with inside(stage.database, who.context) as connection:
        yield connection.execute("SELECT subject_id FROM sec.narrative_register()")


@pytest.mark.req("REP-05", "SEC-01")
def test_the_register_of_names_is_of_ones_own_organisation(stage: Stage) -> None:
    with register(stage, stage.cast.manager) as found:
        people = {subject for (subject,) in found}

    assert people == {stage.own.subject, stage.colleagues.subject}


@pytest.mark.req("REP-05")
def test_the_register_of_names_is_for_managers(live_stage: Stage) -> None:
    with superuser(live_stage.database) as admin:
        # Even where somebody was given the function by mistake.
        admin.execute("GRANT EXECUTE ON FUNCTION sec.narrative_register TO msa_worker")

    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        register(live_stage, live_stage.cast.worker),
    ):
        pass


@pytest.mark.req("ASM-01")
def test_a_code_that_two_have_by_chance_opens_neither(live_stage: Stage) -> None:
    cast = live_stage.cast
    ours = world.invited(cast.worker, world.survivor(cast.worker))
    world.invited(cast.outsider, world.survivor(cast.outsider))
    assert world.opened(ours) is not None

    with superuser(live_stage.database) as admin:
        admin.execute(
            "UPDATE assessments_invitation SET digest = (SELECT digest"
            " FROM assessments_invitation WHERE opened_at IS NOT NULL)"
        )

    assert responding.open_by_code(ours.secret, address=world.address()) is None


@pytest.mark.req("SEC-01")
def test_a_worker_gets_nobody_elses_key(stage: Stage) -> None:
    worker = stage.cast.worker

    given = [
        keys(stage, worker, one.subject, "RECORD", "open")
        for one in (stage.own, stage.colleagues, stage.foreign)
    ]

    assert given == [1, 0, 0]


@pytest.mark.req("SEC-02")
def test_a_role_without_survivors_gets_no_key(stage: Stage) -> None:
    nobody = Context(stage.cast.kauri.id, stage.cast.admin.person, "survivor")

    with inside(stage.database, nobody) as connection:
        found = connection.execute(
            "SELECT 1 FROM sec.wrapped_keys(ARRAY[%s]::uuid[], 'ASSESSMENT', 'open')",
            [stage.own.subject],
        )

        assert found.rowcount == 0


@pytest.mark.req("SEC-02")
def test_the_key_to_seal_with_is_ones_own_organisations(stage: Stage) -> None:
    newest = "SELECT FROM sec.newest_organisation_key(%s)"

    with inside(stage.database, stage.cast.worker.context) as connection:
        assert connection.execute(newest, [stage.cast.kauri.id]).rowcount == 1
        assert connection.execute(newest, [stage.cast.rimu.id]).rowcount == 0


@pytest.mark.req("ASM-01", "CON-04")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consent_subjectkey SET state = 'SEALED'",
        "UPDATE consent_consent SET expires_at = now()",
        "UPDATE assessments_invitation SET expires_at = now()",
        "UPDATE assessments_assessment SET withheld = true",
        "UPDATE assessments_assessment SET state = 'ENDED'",
    ],
)
def test_a_check_in_is_shut_by_any_of_these(live_stage: Stage, change: str) -> None:
    worker = live_stage.cast.worker
    found = world.opened(world.invited(worker, world.survivor(worker)))
    assert found is not None
    him = Context(found.organisation, found.assessment, "survivor")
    mine = "SELECT sec.my_check_in() IS NOT NULL"

    with inside(live_stage.database, him) as connection:
        assert connection.execute(mine).fetchone() == (True,)
    with superuser(live_stage.database) as admin:
        # The row alone, without what follows from it.
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute(change.encode())

    with inside(live_stage.database, him) as connection:
        assert connection.execute(mine).fetchone() == (False,)


def invitation(cast: Cast, email: str) -> str:
    with use(cast.admin.context):
        invited = members.invite(
            cast.admin, email=email, roles=[Role.WORKER], at=timezone.now()
        )
    return invited.secret


def let_in(secret: str) -> bool:
    who = members.accept(secret, name="Newcomer", password="a long and quiet stream")
    return who is not None


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize("column", ["accepted_at", "withdrawn_at", "expires_at"])
def test_an_old_invitation_lets_nobody_in(live_stage: Stage, column: str) -> None:
    cast = live_stage.cast
    assert let_in(invitation(cast, "first@kauri.example"))
    old = invitation(cast, "second@kauri.example")

    with superuser(live_stage.database) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute(f"UPDATE members_invitation SET {column} = now()".encode())

    assert not let_in(old)


@pytest.mark.req("SEC-03")
def test_an_invitation_is_of_no_use_to_somebody_else(live_stage: Stage) -> None:
    cast = live_stage.cast
    secret = invitation(cast, "outsider@rimu.example")

    wrong = members.accept(secret, name="Other", person=cast.outside_manager.person)
    right = members.accept(secret, name="Outsider", person=cast.outsider.person)

    assert wrong is None
    assert right is not None


@pytest.mark.req("SEC-08", "SEC-01")
def test_unusual_openings_are_of_ones_own_organisation(live_stage: Stage) -> None:
    cast = live_stage.cast
    for who, whom in (
        (cast.worker, live_stage.own),
        (cast.outsider, live_stage.foreign),
    ):
        with use(who.context), transaction.atomic():
            people.person(who, whom.subject, at=NOW)

    with inside(live_stage.database, cast.manager.context) as connection:
        found = connection.execute(
            "SELECT who FROM sec.unusual_openings(now() - interval '1 day', now(),"
            " 22, 6, 1, '1 hour', 1, '1 hour', 1, '1 hour', 1)"
        ).fetchall()

        reached = [
            connection.execute(
                "SELECT FROM sec.reached(%s, now() - interval '1 day', now())",
                [who.person],
            ).rowcount
            for who in (cast.worker, cast.outsider)
        ]

    assert {who for (who,) in found} == {cast.worker.person}
    assert reached[0] > 0
    assert reached[1] == 0
