"""Run a PostgreSQL and a Redis of our own, as an account that owns nothing else."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from bin import children, programs

BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

# The text of a statement may hold what somebody told us in confidence: it never
# reaches the log, neither by itself nor beside an error. Nor does an error, which
# quotes the value or the row: whoever asked is told it, and logs its kind and place.
POSTGRESQL_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_statement=none",
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "max_connections=200",
)
# Data of tests needn't survive a power cut, and tests run twice as fast without.
CARELESS_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgreSQL:
    """A private PostgreSQL server, made when first started."""

    def __init__(self, directory: Path, *, careful: bool) -> None:
        programs_directory, version = programs.postgresql()
        self.programs = reachable_programs(programs_directory, directory)
        self.data = directory / f"pg{version}"
        self.log = directory / "postgresql.log"
        self.settings = POSTGRESQL_SETTINGS + (() if careful else CARELESS_SETTINGS)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, password: str, keep_open: Sequence[int] = ()) -> None:
        """Start the server; the superuser `postgres` signs in with the password.

        The server keeps the descriptors of `keep_open` for as long as it runs.

        Raises: bin.children.StartFailed.
        """
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster(password)
        self.port = children.free_port()
        with self.log.open("ab") as log:
            self.process = children.start(
                [self.programs / "postgres", "-D", self.data, *self._options()],
                env=BARE_ENVIRONMENT,
                cwd=self.data,
                output=log,
                ending=signal.SIGINT,
                pass_fds=keep_open,
                **server_account(),
            )
        children.wait_until(
            lambda: self._lets_in(password),
            child=self.process,
            name="PostgreSQL",
            log=self.log,
        )

    def connect(self, password: str) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect as the superuser, in autocommit."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            dbname="postgres",
            password=password,
            autocommit=True,
        )

    def stop(self) -> None:
        """Stop the server; whoever is connected is cut off."""
        children.stop(self.process, ending=signal.SIGINT)

    def _options(self) -> list[str]:
        settings = [part for setting in self.settings for part in ("-c", setting)]
        return ["-p", str(self.port), *settings]

    def _lets_in(self, password: str) -> bool:
        # A server that listens may still be recovering, and then refuses everybody.
        with contextlib.suppress(psycopg.OperationalError):
            self.connect(password).close()
            return True
        return False

    def _make_cluster(self, password: str) -> None:
        # Made beside its place and renamed: an interrupted start leaves no half.
        unfinished = self.data.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        give_directory(unfinished)
        with tempfile.TemporaryDirectory(prefix="msa-") as passing:
            password_file = Path(passing) / "password"
            password_file.write_text(password)
            for path in (Path(passing), password_file):
                os.chown(path, *_owner())
            made = subprocess.run(
                [
                    self.programs / "initdb",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--username=postgres",
                    "--no-sync",
                    f"--pwfile={password_file}",
                    f"--pgdata={unfinished}",
                ],
                env=BARE_ENVIRONMENT,
                cwd=unfinished,
                capture_output=True,
                text=True,
                check=False,
                **server_account(),
            )
        if made.returncode:
            raise children.StartFailed(f"initdb failed:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)


class Redis:
    """A private Redis or Valkey server that keeps its queue over a restart."""

    def __init__(self, directory: Path) -> None:
        self.program = reachable_program(programs.redis(), directory)
        self.data = directory / "redis"
        self.log = directory / "redis.log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, password: str, keep_open: Sequence[int] = ()) -> None:
        """Start the server.

        The server keeps the descriptors of `keep_open` for as long as it runs.

        Raises: bin.children.StartFailed.
        """
        give_directory(self.data)
        self.port = children.free_port()
        with self.log.open("ab") as log:
            self.process = children.start(
                [self.program, "-"],
                env=BARE_ENVIRONMENT,
                cwd=self.data,
                output=log,
                stdin=subprocess.PIPE,
                pass_fds=keep_open,
                **server_account(),
            )
        # By standard input, as everybody on the machine can read a command line.
        if self.process.stdin:
            self.process.stdin.write(self._configuration(password).encode())
            self.process.stdin.close()
        children.wait_until(
            lambda: children.answers(self.port),
            child=self.process,
            name="Redis",
            log=self.log,
        )

    def stop(self) -> None:
        """Stop the server after it has written what it holds."""
        children.stop(self.process)

    def _configuration(self, password: str) -> str:
        return (
            f"port {self.port}\nbind 127.0.0.1\ndir {self.data}\n"
            f'appendonly yes\nsave ""\nrequirepass {password}\n'
        )


def server_account() -> dict[str, Any]:
    """Return the options that start a server as nobody, when root starts it."""
    if os.geteuid() != 0:
        return {}
    user, group = _owner()
    return {"user": user, "group": group, "extra_groups": []}


def give_directory(directory: Path) -> None:
    """Make a directory that belongs to the servers' account alone."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(directory, *_owner())
    directory.chmod(0o700)


def enterable(path: Path) -> bool:
    """Tell whether the servers' account can come to this path."""
    if os.geteuid() != 0:
        return True
    return all(parent.stat().st_mode & 0o001 for parent in path.absolute().parents)


def reachable_programs(directory: Path, beside: Path) -> Path:
    """Return a directory of PostgreSQL's programs that the servers' account can enter.

    A package's programs lie in the checkout, which may be closed to others: they are
    copied, with the libraries beside them that they find by their relative place.
    """
    if enterable(directory / "postgres"):
        return directory
    package = directory.parent.parent
    return _copied(package, beside) / directory.relative_to(package)


def reachable_program(program: Path, beside: Path) -> Path:
    """Return a program that the servers' account can run, copied when it must be."""
    if enterable(program):
        return program
    return _copied(program.parent, beside) / program.name


def _copied(package: Path, beside: Path) -> Path:
    copies = beside / "programs" / str(package.stat().st_mtime_ns)
    if not copies.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=beside))
        for part in (package, package.with_name(package.name + ".libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        unfinished.chmod(0o755)
        copies.parent.mkdir(mode=0o755, exist_ok=True)
        unfinished.rename(copies)
    return copies / package.name


@cache
def _owner() -> tuple[int, int]:
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid
