"""The shred ledger: which keys were destroyed, outside the database (K04, RGT-04).

A backup from before an erasure holds what was destroyed. This file says so, whatever
database is restored: it is written before the keys go and again when they are gone.
Each line is signed, and each names the digest of all that stands before it, so that
nothing can be taken out, moved or changed in between. Lines are only ever added.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from msa.vault.signing import is_signed, public_key_of, sign

FILE = "shreds.txt"
PUBLIC_KEY = "shreds-public-key.txt"
#: A line of this ledger is worth nothing among signed heads, and the other way round.
_KIND = "msa-shred-1"


class LedgerDamaged(Exception):
    """The ledger was changed or cut, or another key signed it."""


@dataclass(frozen=True, slots=True)
class Shred:
    """One erasure in the ledger: what it destroyed, and whom by a digest alone."""

    number: int
    erasure: UUID
    organisation: UUID
    subject: str
    keys: frozenset[UUID]
    at: datetime
    is_done: bool

    def message(self, before: str) -> bytes:
        """Return what is signed, byte for byte."""
        return orjson.dumps(
            {
                "kind": _KIND,
                "number": self.number,
                "erasure": str(self.erasure),
                "organisation": str(self.organisation),
                "subject": self.subject,
                "keys": sorted(map(str, self.keys)),
                "at": self.at.astimezone(UTC).isoformat(),
                "done": self.is_done,
                "before": before,
            }
        )


def digest_of(subject: UUID) -> str:
    """Return how the ledger names a survivor: the digest of his random id."""
    return hashlib.sha256(subject.bytes).hexdigest()


def read(directory: Path, public_key: bytes) -> list[Shred]:
    """Return every line of the ledger, oldest first; none where there is no file.

    Raises:
        LedgerDamaged: a line is not what was written.
    """
    path = directory / FILE
    return _read(path.read_bytes(), public_key) if path.exists() else []


def published_key(directory: Path) -> bytes:
    """Return the half of the ledger's key that checks it.

    Raises:
        LedgerDamaged: it is missing, or no key.
    """
    try:
        return bytes.fromhex((directory / PUBLIC_KEY).read_text("ascii").strip())
    except (OSError, ValueError):
        raise LedgerDamaged from None


def append(
    directory: Path,
    seed: bytes,
    *,
    erasure: UUID,
    organisation: UUID,
    subject: str,
    keys: frozenset[UUID],
    at: datetime,
    is_done: bool = False,
) -> Shred:
    """Add a line; it is on the disk when this returns.

    A line that a power cut left unfinished is ended first, never taken away.

    Raises:
        LedgerDamaged: what is there already is not what was written.
    """
    directory.mkdir(mode=0o750, parents=True, exist_ok=True)
    _publish(directory, seed)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(directory / FILE, flags, 0o640), "r+b", 0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        content = file.read()
        known = _read(content, public_key_of(seed))
        begin = b"\n" if content and not content.endswith(b"\n") else b""
        before = hashlib.sha256(content + begin).hexdigest()
        number = known[-1].number + 1 if known else 1
        shred = Shred(number, erasure, organisation, subject, keys, at, is_done)
        message = shred.message(before)
        line = sign(seed, message).hex().encode() + b" " + message + b"\n"
        os.write(file.fileno(), begin + line)
        os.fsync(file.fileno())
    _sync(directory)
    return shred


def _publish(directory: Path, seed: bytes) -> None:
    path = directory / PUBLIC_KEY
    if not path.exists():
        path.write_text(f"{public_key_of(seed).hex()}\n", "ascii")


def _read(content: bytes, public_key: bytes) -> list[Shred]:
    found: list[Shred] = []
    before = hashlib.sha256()
    torn = False
    for line in content.splitlines(keepends=True):
        shred = _shred(line, public_key, before.hexdigest())
        # A torn line is fine once a signed one names it in what stands before.
        torn = shred is None
        if shred is not None and shred.number != len(found) + 1:
            raise LedgerDamaged
        found += [shred] if shred is not None else []
        before.update(line)
    if torn and content.endswith(b"\n"):
        raise LedgerDamaged
    return found


def _shred(line: bytes, public_key: bytes, before: str) -> Shred | None:
    """Return a whole line; None for one that a power cut left, until the next."""
    signature, _, message = line.rstrip(b"\n").partition(b" ")
    try:
        said: dict[str, Any] = orjson.loads(message)
        is_ours = is_signed(public_key, message, bytes.fromhex(signature.decode()))
    except ValueError:
        return None
    if not is_ours or said.get("kind") != _KIND or said.get("before") != before:
        raise LedgerDamaged
    return Shred(
        number=said["number"],
        erasure=UUID(said["erasure"]),
        organisation=UUID(said["organisation"]),
        subject=said["subject"],
        keys=frozenset(map(UUID, said["keys"])),
        at=datetime.fromisoformat(said["at"]),
        is_done=said["done"],
    )


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
