"""Make the database roles and the product's database on a running server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bin.secret_files import SecretFiles, database_logins

TENANCY = Path(__file__).resolve().parent.parent / "msa" / "tenancy"
ROLES = TENANCY / "roles.sql"
SCHEMAS = TENANCY / "database.sql"
DATABASE = "msa"


def prepare(
    superuser: psycopg.Connection[tuple[Any, ...]], secrets: SecretFiles
) -> None:
    """Bring roles, passwords and the database to what the product needs."""
    # Warnings of what was already so would only make a reader anxious.
    superuser.execute("SET client_min_messages = error")
    superuser.execute(ROLES.read_bytes())
    for role in database_logins():
        if role != "msa_test":
            _set_password(superuser, role, secrets.value(f"{role}.password"))
    if not _exists(superuser, "SELECT FROM pg_database WHERE datname = %s", DATABASE):
        superuser.execute(f"CREATE DATABASE {DATABASE} OWNER msa_owner")
    prepare_database(superuser, DATABASE)


def prepare_database(
    superuser: psycopg.Connection[tuple[Any, ...]], database: str
) -> None:
    """Say who may create and look where in one database, before its migrations."""
    server = superuser.info
    with psycopg.connect(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        dbname=database,
        autocommit=True,
    ) as inside:
        inside.execute(SCHEMAS.read_bytes())


def prepare_for_tests(
    superuser: psycopg.Connection[tuple[Any, ...]], secrets: SecretFiles
) -> None:
    """Add the login that tests use: a member of every other role.

    It builds its world as the owner and looks at it as anybody, in one connection. No
    other cluster has it.
    """
    if not _exists(superuser, "SELECT FROM pg_roles WHERE rolname = %s", "msa_test"):
        superuser.execute("CREATE ROLE msa_test LOGIN NOINHERIT CREATEDB")
    others = superuser.execute(
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'msa_')"
        " AND rolname <> 'msa_test'"
    ).fetchall()
    for (role,) in others:
        superuser.execute(sql.SQL("GRANT {} TO msa_test").format(sql.Identifier(role)))
    superuser.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO msa_test")
    superuser.execute("ALTER ROLE msa_test SET timezone = 'UTC'")
    superuser.execute("ALTER ROLE msa_test SET jit = off")
    _set_password(superuser, "msa_test", secrets.value("msa_test.password"))


def _set_password(
    superuser: psycopg.Connection[tuple[Any, ...]], role: str, password: str
) -> None:
    # Only the verifier travels: the password itself never stands in a statement.
    verifier = superuser.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    )
    superuser.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier.decode())
        )
    )


def _exists(
    superuser: psycopg.Connection[tuple[Any, ...]], question: str, name: str
) -> bool:
    return superuser.execute(question.encode(), [name]).fetchone() is not None
