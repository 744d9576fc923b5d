"""A copy of everything that opens nothing by itself, and comes back whole (R06)."""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
import pyrage
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bin import backups, programs
from bin.command import CannotRun
from tests import databases
from tests.cast import Cast
from tests.retention.test_restoring import opened_with_every_key
from tests.security.stage import Survivor, survivor

SUPERUSER = os.environ["MSA_SUPERUSER_URL"]
PROGRAMS = list(programs._postgresql_candidates())


@dataclass(frozen=True)
class Copied:
    """A backup of a database with one survivor's record, and what opens it."""

    rows: Path
    keys: Path
    rows_key: Path
    keys_key: Path
    told: Survivor
    directory: Path


def of_backup(database: str) -> str:
    """The address at which the backup's own login reads."""
    secrets = Path(os.environ["MSA_SECRETS"])
    server = conninfo_to_dict(SUPERUSER)
    return make_conninfo(
        host=str(server["host"]),
        port=str(server["port"]),
        user="msa_backup",
        password=(secrets / "msa_backup.password").read_text().strip(),
        dbname=database,
    )


@pytest.fixture
def copied(live: str, live_cast: Cast, tmp_path: Path) -> Copied:
    told = survivor(live_cast.worker, "Hemi")
    rows_key, keys_key = tmp_path / "rows.key", tmp_path / "keys.key"
    rows, keys = backups.make(
        of_backup(live),
        tmp_path,
        rows_for=backups.new_key(rows_key),
        keys_for=backups.new_key(keys_key),
    )
    return Copied(rows, keys, rows_key, keys_key, told, tmp_path)


@pytest.fixture
def name() -> Iterator[str]:
    chosen = f"{databases.PREFIX}_live_{uuid.uuid4().hex[:12]}"
    yield chosen
    databases.drop(chosen)


def restored(copied: Copied, name: str, **instead: Path) -> None:
    files = {"rows": copied.rows, "keys": copied.keys}
    openers = {"rows_key": copied.rows_key, "keys_key": copied.keys_key}
    backups.restore(SUPERUSER, name, **{**files, **openers, **instead})


def exists(name: str) -> bool:
    with databases.superuser() as admin:
        found = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def counted(database: str, statement: LiteralString) -> int:
    with databases.superuser(database) as inside:
        (count,) = inside.execute(statement).fetchone() or (None,)
    assert isinstance(count, int)
    return count


@pytest.mark.req("SEC-07")
def test_it_comes_back_whole(
    live: str, live_cast: Cast, copied: Copied, name: str
) -> None:
    restored(copied, name)

    with databases.superuser(name) as inside:
        inside.execute(f'GRANT CONNECT ON DATABASE "{name}" TO msa_test')
    with databases.pointed_at(name):
        assert opened_with_every_key(live_cast.kauri.id, copied.told.subject) == 2
    rows = "SELECT count(*) FROM audit_event"
    assert counted(name, rows) == counted(live, rows) > 0
    for what in ("pg_policies", "pg_trigger WHERE NOT tgisinternal", "pg_constraint"):
        number = f"SELECT count(*) FROM {what}"
        assert counted(name, number) == counted(live, number)  # type: ignore[arg-type]
    forced = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"
    assert counted(name, forced) == counted(live, forced) > 0


@pytest.mark.req("C01", "SEC-07")
def test_the_files_tell_nothing(copied: Copied) -> None:
    for file in (copied.rows, copied.keys):
        content = file.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        assert str(copied.told.subject).encode() not in content
        assert file.stat().st_mode & 0o077 == 0
    assert not list(copied.directory.glob("*.unfinished"))


@pytest.mark.req("SEC-07")
def test_whoever_opens_the_rows_has_no_key(copied: Copied, name: str) -> None:
    opened = pyrage.decrypt(
        copied.rows.read_bytes(), [backups._identity(copied.rows_key)]
    )
    assert str(copied.told.subject).encode() not in copied.rows.read_bytes()
    with databases.superuser() as admin:
        admin.execute(f'CREATE DATABASE "{name}" OWNER msa_owner')
    directory, _version = programs.postgresql()
    for section in ("pre-data", "data"):
        subprocess.run(
            [
                directory / "pg_restore",
                f"--section={section}",
                f"--dbname={make_conninfo(SUPERUSER, dbname=name)}",
            ],
            input=opened,
            check=True,
            capture_output=True,
        )

    assert counted(name, "SELECT count(*) FROM cases_section") > 0
    for table in backups.KEY_TABLES:
        assert counted(name, f"SELECT count(*) FROM {table}") == 0  # type: ignore[arg-type]


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize("wrong", ["rows_key", "keys_key", "keys"])
def test_with_another_key_nothing_is_left(
    copied: Copied, name: str, wrong: str
) -> None:
    other = {
        "rows_key": copied.keys_key,
        "keys_key": copied.rows_key,
        "keys": copied.rows,
    }[wrong]

    with pytest.raises(CannotRun, match="does not open with this key"):
        restored(copied, name, **{wrong: other})

    assert not exists(name)


def test_half_a_file_is_no_backup(copied: Copied, name: str) -> None:
    whole = copied.rows.read_bytes()
    copied.rows.chmod(0o600)
    copied.rows.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(CannotRun, match="not whole"):
        restored(copied, name)

    assert not exists(name)


def test_what_nobody_reads_to_its_end_ends_in_words(copied: Copied, name: str) -> None:
    # More than a pipe holds: pg_restore is gone while it is still being written, and
    # only about every third time at a moment that matters.
    recipient = backups._identity(copied.rows_key).to_public()
    copied.rows.chmod(0o600)
    copied.rows.write_bytes(pyrage.encrypt(b"no archive " * 2**18, [recipient]))

    for _ in range(8):
        with pytest.raises(CannotRun, match="bringing back pre-data"):
            restored(copied, name)

    assert not exists(name)


def test_a_server_is_copied_by_programs_no_older_than_it_is() -> None:
    newest = max(programs._major_version(d / "postgres") for d in PROGRAMS)

    assert programs.postgresql(newest)[1] == newest


def test_a_database_that_is_there_is_left_alone(live: str, copied: Copied) -> None:
    with pytest.raises(CannotRun, match="restore into a new one"):
        restored(copied, live)

    assert counted(live, "SELECT count(*) FROM cases_section") > 0


def test_keys_go_to_somebody_else(live: str, tmp_path: Path) -> None:
    one = backups.new_key(tmp_path / "key")

    with pytest.raises(CannotRun, match="somebody else"):
        backups.make(of_backup(live), tmp_path, rows_for=one, keys_for=one)
    with pytest.raises(CannotRun, match="begins with age1"):
        backups.make(of_backup(live), tmp_path, rows_for=one, keys_for="me")
    with pytest.raises(CannotRun, match="there already"):
        backups.new_key(tmp_path / "key")


def test_a_copy_that_fails_leaves_nothing(
    live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "WAITS", "200ms")
    rows_for = backups.new_key(tmp_path / "rows.key")
    keys_for = backups.new_key(tmp_path / "keys.key")
    with (
        databases.superuser(live) as inside,
        inside.transaction(),
    ):
        inside.execute("LOCK TABLE consent_wrappedkey IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(CannotRun, match="copying failed"):
            backups.make(
                of_backup(live), tmp_path, rows_for=rows_for, keys_for=keys_for
            )

    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.key", "rows.key"]


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_wrappedkey SET wrapped = ''",
        "DELETE FROM audit_event",
        "INSERT INTO priv.key_check VALUES ('x', '')",
        "SELECT set_config('role', 'msa_owner', false)",
        "CREATE TABLE here (a int)",
    ],
)
def test_its_login_changes_nothing(live: str, statement: LiteralString) -> None:
    with (
        psycopg.connect(of_backup(live)) as login,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        login.execute(statement)
