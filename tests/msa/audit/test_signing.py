"""The process that signs the heads: what it holds, what it may, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from bin.secret_files import HELD_BY
from msa.audit import shipped as heads
from msa.audit.shipping import last_record, publish_key, published_keys
from msa.vault.signing import public_key_of
from tests.cast import Cast
from tests.databases import ROOT, as_login, superuser
from tests.msa.audit.forging import (
    Superuser,
)
from tests.msa.audit.ground import ANOTHER, PUBLIC, SEED, act, receipts


@pytest.fixture
def signer(live: str) -> Iterator[Superuser]:
    with as_login("msa_signer", live) as found:
        yield found


@pytest.mark.req("A01", "A03")
@pytest.mark.parametrize(
    "attack",
    [
        "SELECT * FROM audit_event",
        "SELECT * FROM audit_link",
        "SELECT * FROM accounts_person",
        "SELECT * FROM consent_subject",
        "UPDATE audit_head SET seq = 0",
        "DELETE FROM audit_head",
        "UPDATE audit_receipt SET number = 0",
        "DELETE FROM audit_receipt",
        "INSERT INTO audit_head VALUES (gen_random_uuid(), 1, '')",
        "SET ROLE msa_owner",
        "SELECT sec.wrapped_keys('{}', 'RECORD', 'open')",
    ],
)
def test_the_signer_can_do_nothing_else(signer: Superuser, attack: str) -> None:
    assert signer.execute("SELECT count(*) FROM audit_head").fetchone() != (0,)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        signer.execute(attack.encode())


def environment(live: str, directory: Path, site: str) -> dict[str, str]:
    return os.environ | {
        "MSA_SITE": site,
        "MSA_DATABASE_NAME": live,
        "MSA_AUDIT_HEADS": str(directory),
    }


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """What the signing process holds, and no more."""
    held = tmp_path / "secrets"
    held.mkdir()
    password = Path(os.environ["MSA_SECRETS"]) / "msa_signer.password"
    (held / "msa_signer.password").write_text(password.read_text())
    (held / "audit.key").write_text(SEED.hex())
    assert {path.name for path in held.iterdir()} == set(HELD_BY["signer"])
    return held


def numbers(directory: Path) -> int:
    last = last_record(directory)
    return last.record.number if last and last.record else 0


def wait_for(ready: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not ready() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert ready()


@pytest.mark.req("A03")
def test_the_process_signs_at_start_at_stop_and_after_a_kill(
    shipped: tuple[Cast, Path], live: str, secrets: Path
) -> None:
    cast, directory = shipped
    act(cast, times=2)

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "audit_sign", "--every=600"],
            cwd=ROOT,
            env=environment(live, directory, "signer") | {"MSA_SECRETS": str(secrets)},
            stdout=subprocess.DEVNULL,
        )

    killed = start()
    wait_for(lambda: numbers(directory) == 7)
    killed.kill()
    killed.wait()
    second = start()
    wait_for(lambda: numbers(directory) == 8)
    wait_for(lambda: 8 in receipts())
    second.terminate()
    assert second.wait(20) == 0

    assert (directory / "public-key.txt").read_text() == f"{PUBLIC.hex()}\n"
    found = heads.read(directory, PUBLIC)
    assert found.faults == []
    assert sorted(found.digests) == list(range(1, 10))
    checked = subprocess.run(
        [sys.executable, "manage.py", "audit_verify", f"--public-key={PUBLIC.hex()}"],
        cwd=ROOT,
        env=environment(live, directory, "owner"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout.endswith("The audit is intact.\n"), checked


def test_another_key_does_not_go_on_unasked(
    shipped: tuple[Cast, Path], live: str, secrets: Path
) -> None:
    _, directory = shipped
    publish_key(directory, public_key_of(ANOTHER))

    def sign(*options: str) -> int:
        return subprocess.run(
            [sys.executable, "manage.py", "audit_sign", *options],
            cwd=ROOT,
            env=environment(live, directory, "signer") | {"MSA_SECRETS": str(secrets)},
            capture_output=True,
            check=False,
        ).returncode

    assert (sign(), numbers(directory)) == (1, 6)
    assert (sign("--new-key"), numbers(directory)) == (0, 7)
    assert published_keys(directory) == [public_key_of(ANOTHER), PUBLIC]
    assert (sign(), numbers(directory)) == (0, 8)


@pytest.mark.req("A03")
def test_without_signed_heads_it_does_not_say_intact(
    live: str, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.MSA_AUDIT_HEADS = ""

    call_command("audit_verify")

    said = capsys.readouterr().out
    assert "intact" not in said
    assert "only --heads can tell" in said


@pytest.mark.req("A03")
def test_an_empty_directory_is_never_intact(live: str, tmp_path: Path) -> None:
    with superuser(live) as admin:
        admin.execute("SET session_replication_role = 'replica'")
        admin.execute("DELETE FROM audit_receipt")

    with pytest.raises(CommandError, match="does not hold"):
        call_command(
            "audit_verify",
            f"--heads={tmp_path}",
            f"--public-key={PUBLIC.hex()}",
            "--not-running",
        )
