"""Signed heads outside the database, and everything somebody could do to them (A03)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from msa.audit import shipped as heads
from msa.audit.shipping import BEGINNING, Record, append, lines
from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.vault.signing import public_key_of
from tests.cast import Cast
from tests.databases import superuser
from tests.msa.audit.forging import (
    copy,
    cut,
    mend_the_head,
    put_back,
    rewrite,
)
from tests.msa.audit.ground import ANOTHER, BEGAN, PUBLIC, faults, signed

TRIES = 200 if os.environ.get("MSA_EXHAUSTIVE") == "1" else 12


def text_of(directory: Path) -> str:
    return "".join(path.read_text() for path in sorted(directory.glob("heads-*")))


def write(directory: Path, text: str) -> None:
    newest, *older = sorted(directory.glob("heads-*"), reverse=True)
    for path in older:
        path.unlink()
    newest.chmod(0o640)
    newest.write_text(text)


@pytest.mark.req("A03", "SEC-04")
def test_an_untouched_audit_is_intact(shipped: tuple[Cast, Path]) -> None:
    cast, directory = shipped

    assert len(list(directory.glob("heads-*"))) == 2
    assert faults(cast, directory) == []


def chain_alone(cast: Cast) -> list[str]:
    pk = cast.kauri.id
    with use(Context(pk, FOUNDER, "owner")), transaction.atomic():
        return verify(pk).faults


@pytest.mark.req("A03", "SEC-04")
def test_a_superuser_who_mends_the_chain_is_found_each_time(
    shipped: tuple[Cast, Path], live: str
) -> None:
    cast, directory = shipped
    chance = random.Random(3)
    hidden, found = 0, 0

    for _ in range(TRIES):
        with superuser(live) as admin:
            admin.autocommit = False
            rows = copy(admin)
            admin.execute("SET session_replication_role = 'replica'")
            # Up to the last signed event; the newest one nobody has signed yet.
            how = chance.choice([rewrite, cut])
            how(admin, cast.kauri.id, chance.randint(2, 18))
            if how is cut and chance.random() < 0.5:
                admin.execute("DELETE FROM audit_receipt WHERE number > 4")
            mend_the_head(admin, cast.kauri.id)
            admin.commit()
            hidden += chain_alone(cast) == []
            found += bool(faults(cast, directory))
            put_back(admin, rows)
            admin.commit()

    # The chain by itself can't tell: that is what the signatures are for.
    assert hidden == TRIES
    assert found == TRIES
    assert faults(cast, directory) == []


@pytest.mark.req("A03")
def test_what_was_cut_is_named(shipped: tuple[Cast, Path], live: str) -> None:
    cast, directory = shipped
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        cut(admin, cast.kauri.id, 17)
        mend_the_head(admin, cast.kauri.id)

    assert faults(cast, directory) == [
        "events 17 to 18 are gone: they were there when signed on "
        "2026-08-04 00:15:00 UTC"
    ]


@pytest.mark.req("A03")
def test_what_was_written_anew_is_named(shipped: tuple[Cast, Path], live: str) -> None:
    cast, directory = shipped
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        rewrite(admin, cast.kauri.id, 8)
        mend_the_head(admin, cast.kauri.id)

    assert faults(cast, directory) == [
        "events 7 to 9 are not as they were signed on 2026-08-04 00:00:00 UTC: "
        "the chain was written anew"
    ]


@pytest.mark.req("A03")
def test_an_organisation_whose_whole_audit_is_gone_is_found(
    shipped: tuple[Cast, Path], live: str
) -> None:
    cast, directory = shipped
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        cut(admin, cast.rimu.id, 1)
        gone = [cast.rimu.id]
        admin.execute("DELETE FROM audit_head WHERE organisation_id = %s", gone)

    assert any("events 1 to" in fault for fault in faults(cast, directory))


def swapped(all_lines: list[str]) -> list[str]:
    return [all_lines[1], all_lines[0], *all_lines[2:]]


def forged(all_lines: list[str]) -> list[str]:
    return [*all_lines[:2], all_lines[2].replace('"number":3', '"number":9')]


FILES: dict[str, Callable[[list[str]], list[str]]] = {
    "last line cut": lambda found: found[:-1],
    "first line cut": lambda found: found[1:],
    "line in the middle cut": lambda found: [*found[:2], *found[3:]],
    "half a line cut": lambda found: [*found[:-1], found[-1][:-40]],
    "two lines swapped": swapped,
    "a line twice": lambda found: [found[0], *found],
    "a line forged": forged,
    "a signature of another line": lambda found: [
        found[1].split(" ")[0] + " " + found[0].split(" ", 1)[1],
        *found[1:],
    ],
    "words put in between": lambda found: [found[0], "nothing to see", *found[1:]],
    "everything gone": lambda found: [],
}


@pytest.mark.req("A03", "SEC-04")
@pytest.mark.parametrize("how", FILES)
def test_tampering_with_the_shipped_files_is_found(
    shipped: tuple[Cast, Path], how: str
) -> None:
    cast, directory = shipped
    lines = text_of(directory).splitlines()

    write(directory, "".join(f"{line}\n" for line in FILES[how](lines)))

    assert faults(cast, directory)


@pytest.mark.req("A03")
def test_heads_signed_anew_by_another_key_are_found(
    shipped: tuple[Cast, Path],
) -> None:
    cast, directory = shipped
    found = [line.record for line in lines(directory) if line.record]
    write(directory, "")
    for one in found:
        append(directory, ANOTHER, one)

    assert len(faults(cast, directory)) >= len(found) == 6


@pytest.mark.req("A03")
def test_files_and_receipts_cut_together_differ_from_a_copy(
    shipped: tuple[Cast, Path], live: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cast, directory = shipped
    copied = tmp_path_factory.mktemp("copy")
    (copied / "heads-2026-08-03.txt").write_text(text_of(directory))
    write(directory, "".join(text_of(directory).splitlines(keepends=True)[:4]))
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute("DELETE FROM audit_receipt WHERE number > 4")
    found = heads.read(directory, PUBLIC)

    assert faults(cast, directory) == []
    assert heads.compare_with_copy(found, heads.read(copied, PUBLIC)) == [
        "records 5 to 6 are in the copy alone"
    ]


def test_a_gap_stays_visible_after_the_next_signing(
    shipped: tuple[Cast, Path],
) -> None:
    cast, directory = shipped
    write(directory, "".join(text_of(directory).splitlines(keepends=True)[:4]))

    signed(directory, turn=6)

    assert "records 5 to 6 are missing" in faults(cast, directory)


def test_a_line_that_a_power_cut_tore_is_no_fault(
    shipped: tuple[Cast, Path],
) -> None:
    cast, directory = shipped
    newest = sorted(directory.glob("heads-*"))[-1]
    newest.chmod(0o640)
    newest.write_bytes(newest.read_bytes() + b'3af0 {"number":7,"at')

    signed(directory, turn=6)

    assert faults(cast, directory) == []
    assert len(heads.read(directory, PUBLIC).digests) == 7


def test_lines_that_two_power_cuts_tore_are_no_fault(
    shipped: tuple[Cast, Path],
) -> None:
    cast, directory = shipped
    newest = sorted(directory.glob("heads-*"))[-1]
    torn = b'3af0 {"number":7,"at'
    newest.write_bytes(newest.read_bytes() + torn + b"\n77")

    signed(directory, turn=6)

    assert faults(cast, directory) == []
    changed = torn.replace(b"3af0", b"3af1")
    newest.write_bytes(newest.read_bytes().replace(torn, changed))
    assert "something was changed" in faults(cast, directory)[0]


@pytest.mark.req("A03")
def test_a_clock_that_was_put_back_over_midnight_is_no_fault(
    shipped: tuple[Cast, Path],
) -> None:
    cast, directory = shipped

    signed(directory, turn=-200)

    assert faults(cast, directory) == []


@pytest.mark.req("A03")
@pytest.mark.parametrize("left", ["no directory", "no line", "a line of nobody"])
def test_a_directory_without_records_is_a_fault(tmp_path: Path, left: str) -> None:
    directory = tmp_path / "heads"
    if left != "no directory":
        directory.mkdir()
    if left == "a line of nobody":
        append(directory, ANOTHER, Record(1, BEGAN, BEGINNING, ()))

    assert "nothing that these keys signed is here" in (
        heads.read(directory, PUBLIC).faults
    )


@pytest.mark.req("A03")
def test_after_a_change_of_keys_both_are_believed_in_their_order(
    shipped: tuple[Cast, Path],
) -> None:
    _, directory = shipped
    new = public_key_of(ANOTHER)

    signed(directory, turn=6, seed=ANOTHER)

    assert heads.read(directory, PUBLIC, new).faults == []
    assert heads.read(directory, PUBLIC).faults
    assert heads.read(directory, new, PUBLIC).faults
    signed(directory, turn=7)
    assert heads.read(directory, PUBLIC, new).faults == [
        "record 8 in heads-2026-08-04.txt is not signed by this key"
    ]


def test_a_clock_that_was_ahead_once_hides_no_silence(
    shipped: tuple[Cast, Path],
) -> None:
    _, directory = shipped
    signed(directory, turn=10_000)
    signed(directory, turn=6)

    found = heads.read(directory, PUBLIC)

    assert found.faults == []
    assert heads.staleness(found, at=BEGAN + timedelta(days=1))


def test_a_record_without_a_receipt_is_no_fault(
    shipped: tuple[Cast, Path], live: str
) -> None:
    cast, directory = shipped
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute("DELETE FROM audit_receipt WHERE number = 6")

    signed(directory, turn=6)

    assert faults(cast, directory) == []


def test_silence_is_told() -> None:
    quiet = heads.Shipped(last_at=BEGAN)

    assert heads.staleness(quiet, at=BEGAN + timedelta(minutes=14)) == []
    assert heads.staleness(quiet, at=BEGAN + timedelta(minutes=16)) == [
        "nothing was signed since 2026-08-03 23:50 UTC: is the signing process running?"
    ]
