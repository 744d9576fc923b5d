"""Make the secrets of one stack and give each process a directory with its own."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

# What each process is given. A process can't leak what was never on its disk.
HELD_BY = {
    "casework": (
        "msa_app.password",
        "msa_door.password",
        "root.key",
        "context.key",
        "accounts.key",
        "submissions.key",
        "django.key",
    ),
    "national": (
        "msa_national.password",
        "msa_door.password",
        "context.key",
        "accounts.key",
        "submissions.key",
        "django.key",
    ),
    "reports": (
        "msa_reporting.password",
        "context.key",
        "rounding.key",
        "django.key",
    ),
    "signer": ("msa_signer.password", "audit.key"),
    # The owner's login, and no key that opens anything.
    "destroyer": ("msa_owner.password", "context.key", "ledger.key"),
    "backup": ("msa_backup.password",),
    "owner": (
        "msa_owner.password",
        "root.key",
        "context.key",
        "accounts.key",
        "django.key",
        "submissions.key",
        "rounding.key",
        "ledger.key",
    ),
}
HELD_BY_TESTS = (
    *dict.fromkeys(name for names in HELD_BY.values() for name in names),
    "msa_test.password",
)
HELD_BY_LAUNCHER = (*HELD_BY_TESTS, "superuser.password", "redis.password")


def database_logins() -> list[str]:
    """Return the database roles that sign in with a password of ours."""
    return sorted(
        name.removesuffix(".password")
        for name in HELD_BY_TESTS
        if name.endswith(".password")
    )


class SecretFiles:
    """The secrets of one stack, one value in each file, made once and kept."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def prepare(self) -> None:
        """Make what is missing, and lay out one directory for each process."""
        for name in HELD_BY_LAUNCHER:
            self._make(self._launcher / name)
        for site, names in {**HELD_BY, "test": HELD_BY_TESTS}.items():
            self._lay_out(self.directory / site, names)

    def directory_for(self, site: str) -> Path:
        """Return the directory that only the processes of this site may read."""
        return self.directory / site

    def value(self, name: str) -> str:
        """Return one secret, for the launcher alone."""
        return (self._launcher / name).read_text()

    @property
    def _launcher(self) -> Path:
        return self.directory / "launcher"

    def _make(self, path: Path) -> None:
        if not path.exists():
            write_private(path, _generator(path.name)())

    def _lay_out(self, directory: Path, names: tuple[str, ...]) -> None:
        # Laid out afresh, so that nothing stays that a process should no longer hold.
        shutil.rmtree(directory, ignore_errors=True)
        for name in names:
            write_private(directory / name, self.value(name))


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.replace(path)


def _generator(name: str) -> Callable[[], str]:
    if name == "django.key":
        return lambda: secrets.token_urlsafe(48)
    if name.endswith(".key"):
        return lambda: secrets.token_hex(32)
    return lambda: secrets.token_hex(24)
