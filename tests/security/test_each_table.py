"""Every table with rows of organisations, and every role that may look at it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from msa.tenancy.context import Context, statement
from tests.databases import as_login, create, drop, superuser
from tests.security.planting import plant
from tests.security.stage import Connection

LOGINS = {
    "worker": "msa_app",
    "manager": "msa_app",
    "admin": "msa_app",
    "survivor": "msa_app",
    "owner": "msa_owner",
}
_POLICED = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
"""
_OF_ORGANISATIONS = f"""{_POLICED}
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                   AND a.attname = 'organisation_id')
"""
_READABLE = "SELECT has_any_column_privilege(%s, %s, 'SELECT')"


@pytest.fixture(scope="module")
def full(django_db_setup: None) -> Iterator[str]:
    """A database of its own with a row of somebody's in every such table."""
    name = f"test_msa_full_{uuid.uuid4().hex[:12]}"
    create(name)
    somebody = uuid.uuid4()
    with superuser(name) as admin:
        for table in of_organisations(admin):
            plant(admin, table, organisation_id=somebody, withheld=False)
        plant(admin, "tenancy_organisation", id=somebody)
    yield name
    drop(name)


def of_organisations(admin: Connection) -> list[str]:
    return [str(table) for (table,) in admin.execute(_OF_ORGANISATIONS)]


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("role", LOGINS)
def test_another_organisations_rows_are_shown_to_no_role(full: str, role: str) -> None:
    """As seen from an organisation that has no row anywhere."""
    stranger = Context(uuid.uuid4(), uuid.uuid4(), role)
    seen, looked = [], 0

    with superuser(full) as admin, as_login(LOGINS[role], full) as connection:
        connection.execute(statement(stranger))
        for table in [*of_organisations(admin), "tenancy_organisation"]:
            may_look = admin.execute(_READABLE, [f"msa_{role}", table]).fetchone()
            # The list of organisations is the owner's own.
            if may_look != (True,) or (role, table[:7]) == ("owner", "tenancy"):
                continue
            looked += 1
            count = connection.execute(f"SELECT count(*) FROM {table}".encode())
            if count.fetchone() != (0,):
                seen.append(table)

    assert looked >= (3 if role == "survivor" else 5)
    assert seen == []


@pytest.mark.req("SEC-01")
def test_there_is_a_row_to_see_in_every_table(full: str) -> None:
    with superuser(full) as admin:
        tables = of_organisations(admin)
        empty = [
            table
            for table in tables
            if admin.execute(f"SELECT FROM {table}".encode()).fetchone() is None
        ]

    assert len(tables) > 30
    assert empty == []


@pytest.mark.req("S07")
def test_every_policy_is_in_force_for_everybody(full: str) -> None:
    with superuser(full) as admin:
        policed = admin.execute(_POLICED.encode()).fetchall()
        idle = admin.execute(
            f"{_POLICED} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)".encode()
        ).fetchall()

    assert len(policed) > 40
    assert idle == []


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("role", [role for role in LOGINS if role != "owner"])
def test_a_role_without_a_context_is_refused_and_not_shown_nothing(
    full: str, role: str
) -> None:
    """A figure of nought where nobody was asking would be worse than an error."""
    with as_login(LOGINS[role], full) as connection:
        connection.execute(f"SET LOCAL ROLE msa_{role}".encode())

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no context"):
            connection.execute("SELECT count(*) FROM tenancy_organisation")


_UNPOLICED = """
    SELECT r.rolname, c.relname, v.verb
      FROM pg_roles r CROSS JOIN pg_class c
     CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS v (verb)
     WHERE r.rolname ~ '^msa_' AND NOT r.rolbypassrls AND NOT r.rolsuper
       AND r.rolname NOT IN ('msa_owner', 'msa_test')
       AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
       AND CASE v.verb WHEN 'DELETE' THEN has_table_privilege(r.oid, c.oid, v.verb)
                ELSE has_any_column_privilege(r.oid, c.oid, v.verb) END
       AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.relname
                          AND r.rolname = ANY (p.roles) AND p.cmd IN (v.verb, 'ALL'))
"""


@pytest.mark.req("S09")
def test_no_role_has_a_right_that_no_policy_narrows(full: str) -> None:
    with superuser(full) as admin:
        found = admin.execute(_UNPOLICED.encode()).fetchall()

    assert found == []
