"""Checking the records of signed heads themselves, before the chains are held to them.

What was cut, moved, changed, forged or signed by another key is named in plain words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from msa.audit.shipping import BEGINNING, Line, Record, digest_of_torn, lines
from msa.audit.verification import Signed

#: Three signings missed: the signing process does not run, or its records were cut.
STALE = timedelta(minutes=15)


@dataclass(slots=True)
class Shipped:
    """What a directory of signed heads holds, and what is wrong with it."""

    digests: dict[int, str] = field(default_factory=dict)
    signed: dict[UUID, list[Signed]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    last_at: datetime | None = None

    def keep(self, line: Line, record: Record) -> None:
        """Count a record that its key signed."""
        self.digests[record.number] = line.digest
        self.last_at = record.at
        for head in record.heads:
            told = Signed(head.seq, head.hash, record.at)
            self.signed.setdefault(head.organisation, []).append(told)


def read(directory: Path, *public_keys: bytes) -> Shipped:
    """Read every record of a directory and name whatever is wrong with them.

    ``public_keys`` stand in the order in which they signed: once a key has, none that
    came before it is believed any more.
    """
    shipped = Shipped()
    number, previous, keys = 0, BEGINNING, list(public_keys)
    torn: list[bytes] = []
    for line in lines(directory):
        record = line.record
        if record is None:
            torn.append(line.raw)
            continue
        signer = next((key for key in keys if line.is_signed_by(key)), None)
        if signer is None:
            shipped.faults.append(
                f"record {record.number} in {line.file} is not signed by this key"
            )
            continue
        del keys[: keys.index(signer)]
        if digest_of_torn(torn) != record.after_torn:
            shipped.faults.append(
                f"before record {record.number} in {line.file} something was "
                "changed or taken away"
            )
        torn = []
        shipped.faults += _out_of_place(line, record, number, previous)
        shipped.keep(line, record)
        number, previous = record.number, line.digest
    if torn:
        shipped.faults.append("a line is no record: it was changed or cut")
    if not shipped.digests:
        shipped.faults.append("nothing that these keys signed is here")
    return shipped


def _out_of_place(line: Line, record: Record, number: int, previous: str) -> list[str]:
    where = f"record {record.number} in {line.file}"
    if record.number > number + 1:
        return [f"records {number + 1} to {record.number - 1} are missing"]
    if record.number <= number:
        return [f"{where} stands after record {number}"]
    if record.previous != previous:
        return [f"{where} does not follow the one before it"]
    return []


def compare_with_receipts(shipped: Shipped, receipts: dict[int, str]) -> list[str]:
    """Name the records that the database has a receipt for and that are not there.

    A record without a receipt is no fault: the signing process may be killed between.
    """
    gone = sorted(receipts.keys() - shipped.digests.keys())
    other = sorted(
        number
        for number in receipts.keys() & shipped.digests.keys()
        if receipts[number] != shipped.digests[number]
    )
    faults = [f"record {number} is not the one it was" for number in other]
    if gone:
        faults.append(f"records {gone[0]} to {gone[-1]} were shipped and are gone")
    return faults


def compare_with_copy(shipped: Shipped, copy: Shipped) -> list[str]:
    """Name what a copy knows otherwise; a copy may lag behind at the end."""
    faults = [f"in the copy: {fault}" for fault in copy.faults]
    faults += [
        f"record {number} differs from its copy"
        for number, digest in sorted(copy.digests.items())
        if shipped.digests.get(number, digest) != digest
    ]
    beyond = sorted(copy.digests.keys() - shipped.digests.keys())
    if beyond:
        faults.append(f"records {beyond[0]} to {beyond[-1]} are in the copy alone")
    return faults


def staleness(shipped: Shipped, *, at: datetime) -> list[str]:
    """Say so when nothing has been signed for a while."""
    if shipped.last_at is None or at - shipped.last_at <= STALE:
        return []
    since = f"{shipped.last_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return [f"nothing was signed since {since}: is the signing process running?"]
