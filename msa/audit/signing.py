"""Signing the heads of every chain: done by a process that can do nothing else (A03).

Its login reads the heads and writes receipts. The receipts stand in the database, the
records outside it: whoever cuts one of them is told on by the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from msa.audit.models import Receipt
from msa.audit.shipping import (
    BEGINNING,
    Record,
    append,
    heads_of,
    last_record,
    torn_at_the_end,
)

#: Held while a record is made, so that two signers can't write the same number.
_ONE_AT_A_TIME = 7261


@dataclass(frozen=True, slots=True)
class Signed:
    """What one signing did."""

    number: int
    organisations: int


def sign_heads(directory: Path, seed: bytes, *, at: datetime) -> Signed:
    """Sign where every organisation's chain ends now, outside the database.

    After whatever happened to the files it goes on from the highest number that either
    the files or the receipts know: a gap stays visible for ever.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        number, previous = _end(directory)
        cursor.execute(
            "SELECT organisation_id, seq, hash FROM audit_head ORDER BY organisation_id"
        )
        heads = heads_of(cursor.fetchall())
        record = Record(number + 1, at, previous, heads, torn_at_the_end(directory))
        digest = append(directory, seed, record)
        # Second: a receipt without its record would look like a cut file.
        Receipt(number=record.number, digest=digest, at=at).save(force_insert=True)
    return Signed(record.number, len(heads))


def _end(directory: Path) -> tuple[int, str]:
    shipped = last_record(directory)
    receipt = Receipt.objects.order_by("-number").first()
    ends = [(0, BEGINNING)]
    if shipped is not None and shipped.record is not None:
        ends.append((shipped.record.number, shipped.digest))
    if receipt is not None and receipt.number > ends[-1][0]:
        ends.append((receipt.number, receipt.digest))
    return ends[-1]
