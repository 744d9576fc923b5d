"""PostgreSQL, Redis and the secrets for one purpose: the demo, the tests, a check."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from bin import children, roles
from bin.command import CannotRun
from bin.secret_files import SecretFiles, write_private
from bin.servers import PostgreSQL, Redis, enterable

ROOT = Path(__file__).resolve().parent.parent
STATES = ROOT / ".local" / "state"
SITES = ("casework", "national", "reports", "signer", "destroyer", "owner")
HOSTS = "localhost,127.0.0.1"


class AlreadyRunning(CannotRun):
    """Another process runs the services of this state directory."""


class ForeignState(CannotRun):
    """The state directory belongs to another account of this machine."""


class Services:
    """The servers and secrets of one state directory.

    Used with `with`, it starts them and stops them. Killed, it takes its servers with
    it, and the next start recovers what they had written.
    """

    def __init__(
        self, state: Path, *, for_tests: bool = False, careful: bool = False
    ) -> None:
        self.state = state
        self.for_tests = for_tests
        self.careful = careful
        self.secrets = SecretFiles(state / "secrets")
        self.postgresql_port = 0
        self.redis_port = 0
        self._postgresql: PostgreSQL | None = None
        self._redis: Redis | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start both servers and prepare the roles and the database.

        Raises: AlreadyRunning; ForeignState; bin.children.StartFailed;
            bin.programs.ProgramMissing.
        """
        self.state.mkdir(mode=0o755, parents=True, exist_ok=True)
        if self.state.stat().st_uid != os.geteuid():
            raise ForeignState(
                f"{self.state} belongs to another account: run this as that account, "
                "or delete the directory"
            )
        lock = self._take_lock()
        try:
            self._start_servers(lock)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both servers. Harmless when they don't run."""
        if self._redis:
            self._redis.stop()
        if self._postgresql:
            self._postgresql.stop()
        if self._lock is not None:
            self._running_note.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def attach(self) -> bool:
        """Take the ports of servers that another process runs; tell whether it does."""
        with contextlib.suppress(OSError, ValueError):
            note = json.loads(self._running_note.read_text())
            self.postgresql_port = note["postgresql_port"]
            self.redis_port = note["redis_port"]
            return children.alive(note["process"]) and children.answers(
                self.postgresql_port
            )
        return False

    def env(self, site: str) -> dict[str, str]:
        """Return the whole environment of a process of this site.

        `test` stands for the tests: every secret, and the superuser's address.
        """
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("MSA_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        ours = {
            "DJANGO_SETTINGS_MODULE": "msa.settings",
            "MSA_SITE": site,
            "MSA_DATABASE_HOST": "127.0.0.1",
            "MSA_DATABASE_PORT": str(self.postgresql_port),
            "MSA_DATABASE_NAME": roles.DATABASE,
            "MSA_SECRETS": str(self.secrets.directory_for(site)),
            "MSA_REDIS_URL": self._redis_url(),
            "MSA_HOSTS": HOSTS + (",testserver" if site == "test" else ""),
            "MSA_DEMO": "1",
            # Beside the database's own files, never among them.
            "MSA_AUDIT_HEADS": str(self.state / "audit-heads"),
            "MSA_SHRED_LEDGER": str(self.state / "shreds"),
        }
        if site == "test":
            ours["MSA_SUPERUSER_URL"] = self._superuser_url()
        return kept | ours

    def _start_servers(self, lock: int) -> None:
        self.secrets.prepare()
        superuser_password = self.secrets.value("superuser.password")
        directory = self.servers_directory()
        self._postgresql = PostgreSQL(directory, careful=self.careful)
        self._postgresql.start(password=superuser_password, keep_open=[lock])
        self.postgresql_port = self._postgresql.port
        self._redis = Redis(directory)
        self._redis.start(
            password=self.secrets.value("redis.password"), keep_open=[lock]
        )
        self.redis_port = self._redis.port
        with self._postgresql.connect(superuser_password) as superuser:
            roles.prepare(superuser, self.secrets)
            if self.for_tests:
                roles.prepare_for_tests(superuser, self.secrets)
        write_private(
            self._running_note,
            json.dumps(
                {
                    "process": os.getpid(),
                    "postgresql_port": self.postgresql_port,
                    "redis_port": self.redis_port,
                }
            ),
        )

    def _take_lock(self, *, patience: float = 30) -> int:
        # The servers inherit the lock, so it is free only when the last of them has
        # ended: never do two servers write to the same files.
        lock = os.open(self.state / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        give_up = time.monotonic() + patience
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
                os.truncate(lock, 0)
                os.write(lock, str(os.getpid()).encode())
                return lock
            if self._owner_lives(lock) or time.monotonic() > give_up:
                os.close(lock)
                raise AlreadyRunning(f"already running, in {self.state}")
            time.sleep(0.1)

    @staticmethod
    def _owner_lives(lock: int) -> bool:
        written = os.pread(lock, 20, 0).decode()
        return not written.isdigit() or children.alive(int(written))

    def servers_directory(self) -> Path:
        """Return where the servers keep their files, which their account can enter."""
        if enterable(self.state / "anything"):
            return self.state
        # The checkout is closed to the servers' account: their files lie elsewhere,
        # in a directory with a name that nobody could have taken beforehand.
        note = self.state / "servers-directory"
        if not note.exists() or not Path(note.read_text()).is_dir():
            elsewhere = Path(tempfile.mkdtemp(prefix="msa-", dir="/var/tmp"))
            elsewhere.chmod(0o755)
            write_private(note, str(elsewhere))
        return Path(note.read_text())

    def _redis_url(self) -> str:
        password = self.secrets.value("redis.password")
        return f"redis://:{password}@127.0.0.1:{self.redis_port}/0"

    def _superuser_url(self) -> str:
        password = self.secrets.value("superuser.password")
        return f"postgresql://postgres:{password}@127.0.0.1:{self.postgresql_port}/postgres"

    @property
    def _running_note(self) -> Path:
        return self.state / "running.json"


def delete_state(state: Path) -> None:
    """Delete a state directory, and the servers' files that lie elsewhere."""
    note = state / "servers-directory"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
    shutil.rmtree(state, ignore_errors=True)


@contextlib.contextmanager
def temporary(
    prefix: str, *, for_tests: bool = False, secrets: Path | None = None
) -> Iterator[Services]:
    """Start services in a fresh state directory, deleted at the end.

    What killed runs with the same prefix left behind is deleted first. Given other
    services' ``secrets``, these know them too, and can hold a copy of their database.
    """
    STATES.mkdir(parents=True, exist_ok=True)
    for leftover in STATES.glob(f"{prefix}-*"):
        _delete_if_unused(leftover)
    state = Path(tempfile.mkdtemp(prefix=f"{prefix}-", dir=STATES))
    state.chmod(0o755)
    try:
        if secrets:
            shutil.copytree(secrets, state / "secrets")
        with Services(state, for_tests=for_tests, careful=True) as services:
            yield services
    finally:
        delete_state(state)


@contextlib.contextmanager
def in_free_slot(purpose: str) -> Iterator[Services]:
    """Start services for tests in the first state directory that is free.

    Several people can test at once in one checkout.

    Raises: AlreadyRunning when nine do already.
    """
    for number in range(1, 10):
        state = STATES / (purpose if number == 1 else f"{purpose}-{number}")
        services = Services(state, for_tests=True)
        with contextlib.suppress(AlreadyRunning):
            services.start()
            break
    else:
        raise AlreadyRunning(f"nine runs of {purpose} are going on")
    with contextlib.ExitStack() as stack:
        stack.callback(services.stop)
        yield services


def _delete_if_unused(state: Path) -> None:
    lock = state / "lock"
    if not lock.exists():
        # Somebody may be making it at this moment.
        if time.time() - state.stat().st_mtime > 3600:
            delete_state(state)
        return
    with lock.open() as file, contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        delete_state(state)
