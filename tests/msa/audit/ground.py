"""A committed audit with six signings of it, for tests of what lies outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from msa.audit import shipped as heads
from msa.audit.models import Receipt
from msa.audit.recording import record
from msa.audit.signing import sign_heads
from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.vault.signing import public_key_of
from tests.cast import Cast

SEED, ANOTHER = bytes(range(32)), bytes(range(1, 33))
PUBLIC = public_key_of(SEED)
BEGAN = datetime(2026, 8, 3, 23, 50, tzinfo=UTC)


def act(cast: Cast, *, times: int) -> None:
    with use(cast.worker.context):
        for _ in range(times):
            with transaction.atomic():
                record(cast.worker, "session.tallied")
    with use(cast.outsider.context), transaction.atomic():
        record(cast.outsider, "session.tallied")


def signed(directory: Path, *, turn: int, seed: bytes = SEED) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE msa_signer")
        sign_heads(directory, seed, at=BEGAN + turn * timedelta(minutes=5))


def receipts() -> dict[int, str]:
    with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
        return dict(Receipt.objects.values_list("number", "digest"))


def faults(cast: Cast, directory: Path) -> list[str]:
    """What the owner's check finds in files, receipts and chains."""
    found = heads.read(directory, PUBLIC)
    said = found.faults + heads.compare_with_receipts(found, receipts())
    for pk in (cast.kauri.id, cast.rimu.id):
        with use(Context(pk, FOUNDER, "owner")), transaction.atomic():
            said += verify(pk, signed=found.signed.get(pk, ())).faults
    return said


@dataclass(frozen=True, slots=True)
class Ground:
    """A database, its cast, and six signings over two days with acts between them."""

    database: str
    cast: Cast
    directory: Path
