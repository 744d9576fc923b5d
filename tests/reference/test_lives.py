"""Every pair of states of every life cycle, tried in the database (REP-06, CON-04)."""

from __future__ import annotations

import psycopg
import pytest

from msa.tenancy.context import Context, statement
from tests.guards.catalogue import Connection
from tests.reference.lives import LIVES, Life
from tests.reference.trials import TRIALS, Trial, people, plant_row

ACTORLESS = {"msa_signin", "msa_sec"}


#: Writes as the definer functions do, in the context of whoever called them.
ATTEMPT = """
    CREATE FUNCTION sec.attempt(what text) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE n bigint;
    BEGIN EXECUTE what; GET DIAGNOSTICS n = ROW_COUNT; RETURN n; END $$;
    ALTER FUNCTION sec.attempt(text) OWNER TO msa_sec;
    GRANT EXECUTE ON FUNCTION sec.attempt(text) TO PUBLIC
"""


@pytest.fixture
def database(catalogue: Connection) -> Connection:
    """The catalogue's connection, with a way to write as the definer functions do."""
    catalogue.execute(ATTEMPT)
    return catalogue


def writers(database: Connection, trial: Trial) -> list[str]:
    """The roles that may write a column on which the state hangs."""
    found = database.execute(
        "SELECT DISTINCT r.rolname FROM pg_roles r, unnest(%s::text[]) AS c(name)"
        " WHERE r.rolname ~ '^msa_' AND NOT r.rolname = ANY (%s)"
        " AND has_column_privilege(r.oid, %s, c.name, 'UPDATE')",
        [list(trial.columns), ["msa_owner", "msa_test"], trial.life.table],
    ).fetchall()
    return sorted(str(role) for (role,) in found)


def goes(database: Connection, trial: Trial, role: str, change: str) -> str:
    """Return the state after a change by a role; empty if nothing was changed."""
    update = f"UPDATE public.{trial.life.table} SET {change} WHERE id = '{people.row}'"
    try:
        with database.transaction():
            if role in ACTORLESS:
                who = Context(people.organisation, people.person, trial.on_behalf_of)
            else:
                name = role.removeprefix("msa_")
                who = Context(people.organisation, trial.asks(name), name)
            if role == "msa_signin":
                database.execute("SET LOCAL ROLE msa_signin")
            else:
                database.execute(statement(who))
            if role == "msa_sec":
                (changed,) = database.execute(
                    "SELECT sec.attempt(%s)", [update]
                ).fetchone() or (0,)
            else:
                changed = database.execute(update.encode()).rowcount
            database.execute("RESET ROLE")
            after = database.execute(
                f"SELECT {trial.state} FROM {trial.life.table} WHERE id = %s".encode(),
                [people.row],
            ).fetchone()
            assert after is not None
            if changed:
                raise _Undone(str(after[0]))
    except _Undone as undone:
        return undone.state
    except psycopg.Error:
        return ""
    return ""


class _Undone(Exception):
    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def moves_of(database: Connection, trial: Trial) -> set[tuple[str, str]]:
    """The pairs of states that some role can make of each other."""
    found = set()
    for before in trial.life.states:
        with database.transaction(force_rollback=True):
            plant_row(database, trial, before)
            for role in writers(database, trial):
                for changes in trial.changes.values():
                    for change in changes:
                        after = goes(database, trial, role, change)
                        found.add((str(before), after))
    return {(one, other) for one, other in found if other not in {"", one}}


@pytest.mark.req("CON-04", "REP-06", "STD-02")
@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.life.table)
def test_the_database_knows_the_declared_moves_and_no_other(
    database: Connection, trial: Trial
) -> None:
    declared = {(str(one), str(other)) for one, other in trial.life.moves}

    assert writers(database, trial) != []
    assert moves_of(database, trial) == declared


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.life.table)
def test_every_state_is_tried(trial: Trial) -> None:
    assert trial.changes.keys() == set(trial.life.states)


def test_every_life_is_tried_but_those_that_are_two_rows() -> None:
    tried = {trial.life.title for trial in TRIALS}

    assert {life.title for life in LIVES} - tried == {
        "A consent",
        "An email about somebody",
    }


@pytest.mark.req("CON-03")
def test_nobody_edits_a_consent_or_takes_a_withdrawal_away(
    catalogue: Connection,
) -> None:
    found = catalogue.execute(
        "SELECT DISTINCT g.grantee::regrole::text FROM pg_class c"
        " CROSS JOIN aclexplode(c.relacl) g"
        " WHERE c.relname IN ('consent_consent', 'consent_withdrawal')"
        " AND g.grantee <> c.relowner"
        " AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
        " UNION SELECT DISTINCT g.grantee::regrole::text FROM pg_attribute a"
        " CROSS JOIN aclexplode(a.attacl) g WHERE a.attrelid IN"
        " ('consent_consent'::regclass, 'consent_withdrawal'::regclass)"
        " AND g.privilege_type = 'UPDATE'"
    ).fetchall()

    assert {str(role) for (role,) in found} <= {"msa_sec"}


def test_nobody_edits_an_email_that_was_kept(catalogue: Connection) -> None:
    found = catalogue.execute(
        "SELECT g.grantee::regrole::text, g.privilege_type FROM pg_class c"
        " CROSS JOIN aclexplode(c.relacl) g WHERE c.relname = 'emails_emailpart'"
        " AND g.grantee <> c.relowner"
        " AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
        " UNION SELECT g.grantee::regrole::text, g.privilege_type || ' ' || a.attname"
        " FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) g"
        " WHERE a.attrelid = 'emails_emailpart'::regclass"
        " AND g.privilege_type = 'UPDATE'"
    ).fetchall()

    assert {role for role, _ in found} == {"msa_sec"}
    assert {what for _, what in found} <= {"UPDATE withheld", "DELETE"}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.title)
def test_every_state_is_reached_from_a_start(life: Life) -> None:
    reached = set(life.starts)
    for _ in life.states:
        reached |= {
            after for before, after in (*life.moves, *life.by_time) if before in reached
        }

    assert reached == set(life.states)


def test_a_move_that_nobody_declared_is_noticed(database: Connection) -> None:
    trial = next(one for one in TRIALS if one.life.table == "jobs_job")
    database.execute("DROP TRIGGER jobs_job_moves ON jobs_job")

    assert ("DONE", "QUEUED") in moves_of(database, trial)
