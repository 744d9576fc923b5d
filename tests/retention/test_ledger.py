"""The shred ledger: whatever was changed, cut or moved is told."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msa.vault import shreds
from msa.vault.shreds import FILE, LedgerDamaged, Shred, digest_of
from msa.vault.signing import public_key_of

SEED = bytes(range(32))
AT = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def add(directory: Path, seed: bytes = SEED) -> Shred:
    return shreds.append(
        directory,
        seed,
        erasure=uuid.uuid4(),
        organisation=uuid.uuid4(),
        subject=digest_of(uuid.uuid4()),
        keys=frozenset({uuid.uuid4(), uuid.uuid4()}),
        at=AT,
    )


def read(directory: Path) -> list[Shred]:
    return shreds.read(directory, public_key_of(SEED))


@pytest.fixture
def three(tmp_path: Path) -> Path:
    for _ in range(3):
        add(tmp_path)
    return tmp_path


def lines(directory: Path) -> list[bytes]:
    return (directory / FILE).read_bytes().splitlines(keepends=True)


@pytest.mark.req("K04")
def test_what_was_written_is_read(tmp_path: Path) -> None:
    written = [add(tmp_path), add(tmp_path)]

    assert read(tmp_path) == written
    assert [shred.number for shred in written] == [1, 2]


@pytest.mark.req("K04")
@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_that_was_taken_out_is_noticed(three: Path, gone: int) -> None:
    kept = [line for number, line in enumerate(lines(three)) if number != gone]
    (three / FILE).write_bytes(b"".join(kept))

    with pytest.raises(LedgerDamaged):
        read(three)


@pytest.mark.req("K04")
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_changed_byte_is_noticed(three: Path, number: int) -> None:
    whole = lines(three)
    changed = bytearray(whole[number])
    for place in range(len(changed)):
        if changed[place] in b" \n":
            continue
        before = changed[place]
        changed[place] = before ^ 1
        altered = [*whole[:number], bytes(changed), *whole[number + 1 :]]
        (three / FILE).write_bytes(b"".join(altered))
        with pytest.raises(LedgerDamaged):
            read(three)
        changed[place] = before


@pytest.mark.req("K04")
def test_another_key_signs_nothing(three: Path) -> None:
    with pytest.raises(LedgerDamaged):
        add(three, bytes(32))


@pytest.mark.req("K04")
def test_a_line_torn_by_a_power_cut_stops_nothing(three: Path) -> None:
    path = three / FILE
    path.write_bytes(path.read_bytes() + lines(three)[0][:50])
    assert len(read(three)) == 3

    add(three)

    assert len(read(three)) == 4
