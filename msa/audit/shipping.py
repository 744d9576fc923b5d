"""Signed heads outside the database: what a superuser of it can't write anew (A03).

One record for each signing, one line for each record, one file for each day (UTC). A
record holds the head of every organisation's chain and the digest of the record before
it, so that none can be taken out, moved or put in between. Lines are only ever added:
the directory may lie on storage that lets nothing be changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from msa.vault.signing import is_signed, sign

_FILES = "heads-*.txt"
_PUBLIC_KEYS = "public-key.txt"
#: What the first record names as the one before it.
BEGINNING = hashlib.sha256(b"msa-audit-heads").hexdigest()


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Where one organisation's chain ended when it was signed."""

    organisation: UUID
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Record:
    """One signing: its number, its moment, every head, and what came before."""

    number: int
    at: datetime
    previous: str
    heads: tuple[SignedHead, ...]
    #: Digest of what power cuts left of lines just before this one.
    after_torn: str = ""

    def message(self) -> bytes:
        """Return what is signed, byte for byte."""
        return orjson.dumps(
            {
                "number": self.number,
                "at": self.at.astimezone(UTC).isoformat(),
                "previous": self.previous,
                "heads": [[str(h.organisation), h.seq, h.hash] for h in self.heads],
                "after_torn": self.after_torn,
            }
        )

    @classmethod
    def of(cls, message: bytes) -> Record:
        """Read what :meth:`message` wrote.

        Raises:
            ValueError: it is no such thing.
        """
        try:
            said: dict[str, Any] = orjson.loads(message)
            return cls(
                number=int(said["number"]),
                at=datetime.fromisoformat(said["at"]),
                previous=str(said["previous"]),
                heads=tuple(
                    SignedHead(UUID(organisation), int(seq), str(digest))
                    for organisation, seq, digest in said["heads"]
                ),
                after_torn=str(said["after_torn"]),
            )
        except (KeyError, TypeError, AttributeError) as fault:
            raise ValueError("no record of signed heads") from fault


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in a file, read or not."""

    file: str
    raw: bytes
    record: Record | None
    signature: bytes

    @property
    def digest(self) -> str:
        """What the next record and the receipt name it by."""
        return hashlib.sha256(self.raw).hexdigest()

    def is_signed_by(self, public_key: bytes) -> bool:
        """Was this line signed, as it stands, by the owner of this key?"""
        _, _, message = self.raw.partition(b" ")
        return self.record is not None and is_signed(
            public_key, message, self.signature
        )


def lines(directory: Path) -> Iterator[Line]:
    """Return every line of the shipped files, oldest first."""
    for path in sorted(directory.glob(_FILES)):
        for raw in path.read_bytes().split(b"\n"):
            if raw:
                yield _line(path.name, raw)


def _line(file: str, raw: bytes) -> Line:
    signature, _, message = raw.partition(b" ")
    try:
        return Line(file, raw, Record.of(message), bytes.fromhex(signature.decode()))
    except ValueError:
        return Line(file, raw, None, b"")


def _backwards(directory: Path) -> Iterator[Line]:
    for path in sorted(directory.glob(_FILES), reverse=True):
        for raw in reversed(path.read_bytes().split(b"\n")):
            if raw:
                yield _line(path.name, raw)


def last_record(directory: Path) -> Line | None:
    """Return the last line that holds a record."""
    return next((line for line in _backwards(directory) if line.record), None)


def torn_at_the_end(directory: Path) -> str:
    """Return the digest of the unfinished lines after the last record, if any."""
    torn = takewhile(lambda line: line.record is None, _backwards(directory))
    return digest_of_torn([line.raw for line in torn][::-1])


def digest_of_torn(torn: list[bytes]) -> str:
    """Return what the record after these unfinished lines says of them."""
    return hashlib.sha256(b"\n".join(torn)).hexdigest() if torn else ""


def published_keys(directory: Path) -> list[bytes]:
    """Return the public keys that lie beside the records, the oldest first.

    Raises:
        ValueError: a line there is none.
    """
    path = directory / _PUBLIC_KEYS
    return (
        [bytes.fromhex(one) for one in path.read_text().split()]
        if path.exists()
        else []
    )


def publish_key(directory: Path, public_key: bytes) -> None:
    """Add a public key to those beside the records."""
    directory.mkdir(mode=0o750, parents=True, exist_ok=True)
    with (directory / _PUBLIC_KEYS).open("a") as file:
        file.write(f"{public_key.hex()}\n")


def append(directory: Path, seed: bytes, record: Record) -> str:
    """Sign a record and add it to its day's file; return its digest.

    It is on the disk when this returns. A line that a power cut left unfinished is
    ended first, never taken away.
    """
    directory.mkdir(mode=0o750, parents=True, exist_ok=True)
    message = record.message()
    line = sign(seed, message).hex().encode() + b" " + message
    name = f"heads-{record.at.astimezone(UTC):%Y-%m-%d}.txt"
    # Never before what stands there already, though the clock was put back.
    path = directory / max([name, *(path.name for path in directory.glob(_FILES))])
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        begin = b"" if _ends_whole(path) else b"\n"
        _write_all(descriptor, begin + line + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_directory(directory)
    return hashlib.sha256(line).hexdigest()


def heads_of(rows: Iterable[tuple[UUID, int, bytes]]) -> tuple[SignedHead, ...]:
    """Return heads as the database keeps them, ready to be signed."""
    return tuple(SignedHead(UUID(str(o)), seq, bytes(h).hex()) for o, seq, h in rows)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
