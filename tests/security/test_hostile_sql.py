from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from psycopg import sql

from msa.tenancy.context import statement
from tests.databases import as_login, superuser
from tests.security import hostile
from tests.security.stage import Connection, Stage, found_in, inside


@pytest.fixture
def worker(stage: Stage) -> Iterator[Connection]:
    """The application's login, in the transaction of a peer worker's request."""
    with inside(stage.database, stage.cast.worker.context) as connection:
        yield connection


@pytest.fixture(scope="module")
def tables(stage: Stage) -> list[str]:
    with superuser(stage.database) as admin:
        rows = admin.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
    return [str(name) for (name,) in rows]


@pytest.fixture(scope="module")
def loot(stage: Stage) -> tuple[str, ...]:
    """What a peer worker must never get to see, as it would look in an answer."""
    ids = [
        stage.foreign.subject,
        stage.foreign.session,
        stage.colleagues.subject,
        stage.colleagues.session,
        stage.cast.rimu.id,
        stage.cast.outsider.person,
    ]
    words = stage.foreign.words + stage.colleagues.words
    return (*map(str, ids), *words, "argon2", "Rimu Peer Support")


def run(connection: Connection, hostile_sql: str) -> bytes:
    """Return all that a statement answers, as text; undo what it did."""
    said: list[Any] = []
    with connection.transaction(force_rollback=True):
        cursor = connection.cursor()
        if hostile_sql.startswith("COPY"):
            with cursor.copy(hostile_sql.encode()) as copy:
                said += [bytes(block) for block in copy]
        else:
            cursor.execute(hostile_sql.encode())
            said.append(cursor.rowcount if cursor.description is None else None)
            more: bool | None = True
            while more:
                said += cursor.fetchall() if cursor.description else []
                more = cursor.nextset()
    return repr(said).encode()


def is_refused(connection: Connection, hostile_sql: str) -> bool:
    try:
        run(connection, hostile_sql)
    except psycopg.Error:
        return True
    return False


@pytest.mark.req("S13", "SEC-01", "A01")
def test_hostile_statements_are_refused(
    worker: Connection, tables: list[str], stage: Stage
) -> None:
    attacks = list(hostile.refused(tables))

    got_through = [attack for attack in attacks if not is_refused(worker, attack)]

    assert len(attacks) >= 200
    assert got_through == []


@pytest.mark.req("S13")
def test_nobody_passes_his_rights_on(worker: Connection, tables: list[str]) -> None:
    privileges = "SELECT relname, relacl::text FROM pg_class ORDER BY 1"
    before = worker.execute(privileges).fetchall()

    for table in tables:
        # Without the grant option PostgreSQL warns where it does not refuse.
        with suppress(psycopg.Error), worker.transaction():
            worker.execute(f"GRANT SELECT ON {table} TO PUBLIC".encode())

    assert worker.execute(privileges).fetchall() == before


@pytest.mark.req("S13")
def test_an_allowed_statement_is_not_counted_as_refused(worker: Connection) -> None:
    assert not is_refused(worker, "SELECT 1")


def names(stage: Stage) -> dict[str, object]:
    worker = stage.cast.worker
    with superuser(stage.database) as admin:
        ((consent,),) = admin.execute(
            "SELECT id FROM consent_consent WHERE subject_id = %s AND purpose='RECORD'",
            [stage.colleagues.subject],
        ).fetchall()
    return {
        "own": stage.own.subject,
        "foreign": stage.foreign.subject,
        "foreign_session": stage.foreign.session,
        "colleagues": stage.colleagues.subject,
        "organisation": worker.organisation,
        "elsewhere": stage.cast.rimu.id,
        "person": worker.person,
        "member": worker.member,
        "victim": stage.cast.manager.person,
        "their_consent": consent,
    }


@pytest.mark.req("S13", "S03")
@pytest.mark.parametrize("attack", hostile.HARMLESS)
def test_allowed_statements_show_nobody_else(
    worker: Connection, stage: Stage, loot: tuple[str, ...], attack: str
) -> None:
    question = attack.format(**names(stage)) if "{" in attack else attack
    try:
        answer = run(worker, question)
    except psycopg.errors.InsufficientPrivilege:
        answer = b""

    # The attacker's own words are no loot.
    seen = [thing for thing in found_in(answer, loot) if thing not in question]
    assert seen == []
    assert answer.count(b"Removed by Filter") == 0


@pytest.mark.req("S13")
def test_the_loot_is_recognised_where_it_is(
    stage: Stage, loot: tuple[str, ...]
) -> None:
    outsider = stage.cast.outsider
    with inside(stage.database, outsider.context) as connection:
        answer = run(connection, "SELECT * FROM cases_client")

    assert str(stage.foreign.subject) in found_in(answer, loot)


@pytest.mark.req("S13", "S03")
@pytest.mark.parametrize("attack", hostile.INTRUSIONS)
def test_intrusions_are_refused_or_meet_no_row(
    worker: Connection, stage: Stage, attack: str
) -> None:
    try:
        answer = run(worker, attack.format(**names(stage)))
    except psycopg.Error:
        answer = b"[0]"

    assert answer == b"[0]"


@pytest.mark.req("S13", "S12")
def test_no_session_of_the_same_login_shows_its_context(stage: Stage) -> None:
    with as_login("msa_app", stage.database) as busy:
        busy.pgconn.exec_(b"BEGIN; " + statement(stage.cast.outside_manager.context))
        with superuser(stage.database) as admin:
            # What a superuser can't see, no trick of an application role can.
            rows = admin.execute(
                "SELECT query FROM pg_stat_activity WHERE pid = %s",
                [busy.info.backend_pid],
            ).fetchall()

    assert "manager|" not in repr(rows)


LOGINS = ("msa_app", "msa_door", "msa_national", "msa_reporting")


@pytest.mark.req("S13", "REP-04", "S09")
@pytest.mark.parametrize("login", LOGINS)
def test_a_login_by_itself_reads_nothing_sealed(stage: Stage, login: str) -> None:
    sealed = [
        "SELECT sealed FROM cases_section",
        "SELECT sealed FROM cases_sessionnote",
        "SELECT wrapped FROM consent_wrappedkey",
        "SELECT wrapped FROM consent_organisationkey",
        "SELECT * FROM cases_client",
        "SELECT * FROM audit_event",
        "SELECT * FROM priv.context_key",
        "TRUNCATE cases_client",
    ]
    with as_login(login, stage.database) as connection:
        got_through = [
            attack for attack in sealed if not is_refused(connection, attack)
        ]

    assert got_through == []


@pytest.mark.req("S13", "U07")
@pytest.mark.parametrize("login", ["msa_app", "msa_national", "msa_reporting"])
def test_only_the_door_reads_sign_in_secrets(stage: Stage, login: str) -> None:
    secrets = [
        "SELECT password FROM accounts_person",
        "SELECT session_data FROM accounts_session",
        "SELECT data FROM mfa_authenticator",
    ]
    with as_login(login, stage.database) as connection:
        refused = [attack for attack in secrets if is_refused(connection, attack)]
    with as_login("msa_door", stage.database) as door:
        open_to_door = [s for s in secrets if not is_refused(door, s)]

    assert refused == secrets
    assert open_to_door == secrets


@pytest.mark.req("S13")
@pytest.mark.parametrize("login", ["msa_door", "msa_national", "msa_reporting"])
def test_other_logins_take_no_casework_role(stage: Stage, login: str) -> None:
    roles = ["msa_worker", "msa_manager", "msa_admin", "msa_owner", "msa_sec"]
    with as_login(login, stage.database) as connection:
        taken = [
            role
            for role in roles
            if not is_refused(
                connection,
                sql.SQL("SET ROLE {}").format(sql.Identifier(role)).as_string(),
            )
        ]

    assert taken == []
