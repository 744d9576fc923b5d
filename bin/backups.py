"""The command bin/backup: encrypted copies of the database, keys apart from the rest.

Both files are of one moment, and neither opens anything without the other and the root
key (R06). Nothing lies on a disk that isn't encrypted, on the way there or back.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
import pyrage

from bin import command, programs, roles, services
from bin.command import CannotRun
from bin.secret_files import write_private

#: Whoever lacks these rows opens no record, even with the root key. Their copies are
#: deleted after 35 days; so what was erased is gone from older backups as well.
KEY_TABLES = (
    "public.consent_organisationkey",
    "public.consent_fingerprintkey",
    "public.consent_wrappedkey",
)

#: How long a copy waits for a table that somebody has locked; then it fails.
WAITS = "60s"


def new_key(path: Path) -> str:
    """Write a key that opens backups, and return what backups are made for it.

    Raises:
        CannotRun: the file is there already.
    """
    if path.exists():
        raise CannotRun(f"{path} is there already: it may open backups")
    identity = pyrage.x25519.Identity.generate()
    write_private(path, f"{identity}\n")
    return str(identity.to_public())


def make(address: str, to: Path, *, rows_for: str, keys_for: str) -> tuple[Path, Path]:
    """Copy a database into two encrypted files, the keys into the second.

    ``address`` is that of ``msa_backup``, which reads everything and changes nothing.

    Raises:
        CannotRun: a recipient is none, both are one, or the copy failed; nothing half
            made is left.
    """
    recipients = [_recipient(rows_for), _recipient(keys_for)]
    if rows_for == keys_for:
        raise CannotRun("the keys go to somebody else than the rows: name two of them")
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    rows, keys = to / f"msa-{moment}.rows.age", to / f"msa-{moment}.keys.age"
    without = [f"--exclude-table-data={table}" for table in KEY_TABLES]
    alone = ["--data-only", *(f"--table={table}" for table in KEY_TABLES)]
    with _one_moment(address) as snapshot:
        at = [
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--lock-wait-timeout={WAITS}",
        ]
        _dump(address, [*at, *without], rows, recipients[0])
        try:
            _dump(address, [*at, *alone], keys, recipients[1])
        except BaseException:
            rows.unlink()
            raise
    return rows, keys


def restore(
    superuser: str, name: str, *, rows: Path, rows_key: Path, keys: Path, keys_key: Path
) -> None:
    """Bring both files back into a database that is made for them.

    Raises:
        CannotRun: the database is there already, or a file does not open; then nothing
            of it is left.
    """
    openers = {rows: _identity(rows_key), keys: _identity(keys_key)}
    with psycopg.connect(superuser, autocommit=True) as server:
        if server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            raise CannotRun(f"there is a database {name}: restore into a new one")
        server.execute(roles.ROLES.read_bytes())
        server.execute(f'CREATE DATABASE "{name}" OWNER msa_owner')
        try:
            roles.prepare_database(server, name)
            # Triggers, policies and references come last: no row is refused before.
            for file, section in (
                (rows, "pre-data"),
                (rows, "data"),
                (keys, "data"),
                (rows, "post-data"),
            ):
                _bring_back(superuser, name, file, section, openers[file])
        except BaseException:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            raise


@contextlib.contextmanager
def _one_moment(address: str) -> Iterator[str]:
    """Hold a snapshot that both copies are made of."""
    with psycopg.connect(address) as holding:
        holding.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        holding.read_only = True
        found = holding.execute("SELECT pg_export_snapshot()").fetchone()
        assert found
        yield found[0]


def _dump(
    address: str, options: Sequence[str], to: Path, recipient: pyrage.x25519.Recipient
) -> None:
    unfinished = to.with_suffix(".unfinished")
    unfinished.touch(0o600)
    try:
        with (
            _program("pg_dump", options, address, read=True) as dumping,
            unfinished.open("wb") as file,
        ):
            pyrage.encrypt_io(dumping.stdout, file, [recipient])
            file.flush()
            os.fsync(file.fileno())
        _ended_well(dumping, "copying")
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.rename(to)


def _bring_back(
    superuser: str,
    name: str,
    file: Path,
    section: str,
    identity: pyrage.x25519.Identity,
) -> None:
    into = psycopg.conninfo.make_conninfo(superuser, dbname=name)
    options = ["--exit-on-error", f"--section={section}", f"--dbname={name}"]
    with _program("pg_restore", options, into, read=False) as restoring:
        assert restoring.stdin
        try:
            with file.open("rb") as sealed:
                pyrage.decrypt_io(sealed, restoring.stdin, [identity])
            restoring.stdin.close()
        except BrokenPipeError:
            # It has read what it needs, or failed: its exit code tells below. What
            # nobody reads any more still waits to be written.
            with contextlib.suppress(BrokenPipeError):
                restoring.stdin.close()
        except (pyrage.DecryptError, OSError):
            restoring.kill()
            raise CannotRun(
                f"{file.name} does not open with this key, or is not whole"
            ) from None
        _ended_well(restoring, f"bringing back {section} of {file.name}")


@contextlib.contextmanager
def _program(
    name: str, options: Sequence[str], address: str, *, read: bool
) -> Iterator[subprocess.Popen[bytes]]:
    directory, _version = programs.postgresql(_version_of(address))
    ours: IO[bytes] | int = subprocess.PIPE
    with subprocess.Popen(
        [directory / name, *options],
        env={**os.environ, **_told_in_environment(address)},
        stdin=subprocess.DEVNULL if read else ours,
        stdout=ours if read else subprocess.DEVNULL,
        # Its complaints quote rows. Its exit code says enough.
        stderr=subprocess.DEVNULL,
    ) as running:
        yield running


def _version_of(address: str) -> int:
    with psycopg.connect(address) as server:
        return server.info.server_version // 10_000


def _told_in_environment(address: str) -> dict[str, str]:
    """Return an address as PostgreSQL's programs read it: other users see arguments."""
    parts = psycopg.conninfo.conninfo_to_dict(address)
    names = {"dbname": "DATABASE"}
    return {
        f"PG{names.get(part, part.upper())}": str(value)
        for part, value in parts.items()
    }


def _ended_well(running: subprocess.Popen[bytes], what: str) -> None:
    if running.wait():
        raise CannotRun(f"{what} failed; nothing of it was kept")


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise CannotRun(f"{text} is no recipient: it begins with age1") from None


def _identity(path: Path) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(path.read_text().strip())
    except (OSError, pyrage.IdentityError):
        raise CannotRun(f"{path} holds no key that opens backups") from None


def main() -> int:
    """Do what the command line asks for."""
    asked = _arguments().parse_args()
    if asked.act == "new-key":
        print(f"Make backups for {new_key(asked.file)}")
    elif asked.act == "make":
        made = make(
            _address_of_backup(),
            asked.to,
            rows_for=asked.rows_for,
            keys_for=asked.keys_for,
        )
        print("\n".join(map(str, made)))
    else:
        restore(
            _required("MSA_SUPERUSER_URL"),
            asked.database,
            rows=asked.rows,
            rows_key=asked.rows_key,
            keys=asked.keys,
            keys_key=asked.keys_key,
        )
        print(
            f"{asked.database} is back. Before anything starts, as the owner: "
            "prepare_database, then replay_shreds (docs/keys.md)."
        )
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/backup", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    key = acts.add_parser("new-key", help="make a key that opens backups")
    key.add_argument("file", type=Path)
    making = acts.add_parser("make", help="copy the database")
    making.add_argument("--to", type=Path, required=True, help="a directory")
    making.add_argument("--rows-for", required=True, help="age1…, for the rows")
    making.add_argument("--keys-for", required=True, help="age1…, for the keys")
    bringing = acts.add_parser("restore", help="bring a copy back")
    bringing.add_argument("database", help="a name that is free")
    for what in ("rows", "keys"):
        bringing.add_argument(f"--{what}", type=Path, required=True)
        bringing.add_argument(f"--{what}-key", type=Path, required=True)
    return parser


def _address_of_backup() -> str:
    """Return the address of msa_backup: of the demo if it runs, else by environment."""
    demo = services.Services(services.STATES / "demo")
    environment = demo.env("backup") if demo.attach() else dict(os.environ)
    password = Path(_required("MSA_SECRETS", environment)) / "msa_backup.password"
    return psycopg.conninfo.make_conninfo(
        host=_required("MSA_DATABASE_HOST", environment),
        port=environment.get("MSA_DATABASE_PORT", "5432"),
        dbname=_required("MSA_DATABASE_NAME", environment),
        user="msa_backup",
        password=password.read_text().strip(),
    )


def _required(name: str, environment: dict[str, str] | None = None) -> str:
    value = (environment or os.environ).get(name)
    if not value:
        raise CannotRun(f"{name} has to be set")
    return value


if __name__ == "__main__":
    command.run(main)
