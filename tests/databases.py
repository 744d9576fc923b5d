"""Databases for tests: one migrated template, one copy for each process or live test.

The tests' login is a member of every role, so one connection can build a world as the
owner and look at it as anybody. It never comes near a database that no test made.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

from bin import programs

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "test_msa"
#: One member of the cast opens in an hour what people open in years.
_NO_CAP = dict.fromkeys(("MSA_KEYS_OPENED", "MSA_KEYS_LISTED"), "1000000000 1000000000")


def superuser(database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection that may create databases."""
    base, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    return psycopg.connect(f"{base}/{database}", autocommit=True)


def template() -> str:
    """Return the name of a migrated database, made once for each state of the code."""
    with superuser() as admin:
        return _locked_template(admin)


def own_secrets() -> Path:
    """Return where this run's secrets are, which the template was migrated with."""
    return Path(os.environ["MSA_SECRETS"]).parent


def restore_template(address: str) -> None:
    """Copy the template into the prepared database of a server with these secrets."""
    source, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    directory, _ = programs.postgresql()
    dumped = subprocess.run(
        [directory / "pg_dump", "--format=custom", f"{source}/{template()}"],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [directory / "pg_restore", f"--dbname={address}"],
        input=dumped.stdout,
        check=True,
        capture_output=True,
    )


def create(name: str) -> None:
    """Make a database as a copy of the template, replacing one of the same name."""
    with superuser() as admin:
        source = _locked_template(admin)
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER msa_owner')
        _open_to_roles(name)


def _locked_template(admin: psycopg.Connection[tuple[object, ...]]) -> str:
    # One process migrates while the others wait for the lock, which is held until
    # the connection ends: nobody with other code drops the template while it is copied.
    admin.execute("SELECT pg_advisory_lock(7260)")
    name = f"{PREFIX}_{_state_of_the_schema()}"
    if not _exists(admin, name):
        for (old,) in admin.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s",
            [f"^{PREFIX}_[0-9a-f]{{12}}(_unfinished)?$"],
        ).fetchall():
            admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        _migrate(admin, f"{name}_unfinished")
        admin.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def drop(name: str) -> None:
    """Drop a database that :func:`create` made."""
    assert name.startswith(PREFIX)
    with superuser() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let Django's default connection be to ``name`` inside the block."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = (
            before
        )


def as_login(login: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a plain connection as one of the product's logins."""
    secret = Path(os.environ["MSA_SECRETS"]) / f"{login}.password"
    return psycopg.connect(
        host=os.environ["MSA_DATABASE_HOST"],
        port=os.environ["MSA_DATABASE_PORT"],
        dbname=database,
        user=login,
        password=secret.read_text().strip(),
    )


def _exists(admin: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    found = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _open_to_roles(name: str) -> None:
    with superuser(name) as inside:
        inside.execute((ROOT / "msa" / "tenancy" / "database.sql").read_bytes())
        inside.execute(f'GRANT CONNECT ON DATABASE "{name}" TO msa_test')


def _migrate(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    admin.execute(f'CREATE DATABASE "{name}" OWNER msa_owner')
    _open_to_roles(name)
    env = {**os.environ, **_NO_CAP, "MSA_SITE": "owner", "MSA_DATABASE_NAME": name}
    for command in (["migrate", "--verbosity=0"], ["prepare_database"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
        )


@cache
def _state_of_the_schema() -> str:
    digest = hashlib.sha256()
    digest.update((Path(os.environ["MSA_SECRETS"]) / "context.key").read_bytes())
    # Everything installed lies below .local too: only our own folders are looked into.
    ours = [one for one in ROOT.iterdir() if one.is_dir() and one.name[0] != "."]
    for pattern in ("**/migrations/*.py", "**/sql/*.sql"):
        for path in sorted(found for folder in ours for found in folder.glob(pattern)):
            digest.update(path.read_bytes())
    digest.update((ROOT / "msa/tenancy/operations.py").read_bytes())
    return digest.hexdigest()[:12]
