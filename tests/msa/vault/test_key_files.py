"""A process that lacks a key, or holds a damaged one, says so and does not start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bin.secret_files import HELD_BY, HELD_BY_TESTS
from msa.vault.key_files import (
    MAY_HOLD,
    NEEDED_BY,
    KeyFileWrong,
    read_keys,
    read_text_keys,
)
from tests.databases import ROOT

KEY, OTHER = "ab" * 32, "cd" * 32


def test_the_first_line_is_the_key_in_use(tmp_path: Path) -> None:
    (tmp_path / "root.key").write_text(f"{KEY}\n{OTHER}\n")

    keys = read_keys(tmp_path, "root")

    assert (keys.current.hex(), [key.hex() for key in keys.others]) == (KEY, [OTHER])


def test_characters_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "django.key").write_text(f"{'x' * 40}\n{'y' * 40}")

    keys = read_text_keys(tmp_path, "django")

    assert (keys.current, keys.others) == ("x" * 40, ("y" * 40,))


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "missing"),
        (b"", "missing"),
        (b" \n", "missing"),
        (KEY[:-1].encode(), "wrong"),
        (KEY.encode() + b"0", "wrong"),
        (b"x" * 64, "wrong"),
        (KEY.encode() + b"\n" + OTHER[1:].encode(), "wrong"),
        (b"\xff" * 64, "can't be read"),
    ],
)
def test_a_damaged_key_is_told_by_name_and_place(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "root.key").write_bytes(content)

    with pytest.raises(KeyFileWrong, match=says) as refusal:
        read_keys(tmp_path, "root")

    said = str(refusal.value)
    assert "the root key" in said
    assert str(tmp_path / "root.key") in said
    assert KEY[:8] not in said


@pytest.mark.req("SEC-07")
def test_a_secret_of_a_few_characters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "django.key").write_text("short")

    with pytest.raises(KeyFileWrong, match="at least 32"):
        read_text_keys(tmp_path, "django")


@pytest.mark.req("SEC-07")
def test_a_file_of_somebody_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    path.write_text(KEY)
    path.chmod(0o400)
    tmp_path.chmod(0o755)
    before = os.geteuid()
    if before != 0:
        # Anybody else may run all other tests; who runs as root sees this one as well.
        pytest.skip("only root can become somebody else")
    directory = os.open(tmp_path, os.O_RDONLY)
    try:
        os.seteuid(65534)
        with pytest.raises(KeyFileWrong, match="look at the rights"):
            read_keys(Path(f"/proc/self/fd/{directory}"), "root")
    finally:
        os.seteuid(before)
        os.close(directory)


@pytest.mark.parametrize("site", HELD_BY)
def test_every_process_is_handed_what_it_needs(site: str) -> None:
    handed = {name.removesuffix(".key") for name in HELD_BY[site] if ".key" in name}

    # Whoever makes backups holds no key, and is no site.
    assert handed == {*NEEDED_BY.get(site, ()), *MAY_HOLD.get(site, ())}


def test_tests_hold_every_key() -> None:
    held = {name.removesuffix(".key") for name in HELD_BY_TESTS if ".key" in name}

    assert {*NEEDED_BY["test"], *MAY_HOLD["test"]} == held


@pytest.mark.req("SEC-07")
@pytest.mark.parametrize(
    ("site", "key"),
    [("casework", "root"), ("national", "accounts"), ("reports", "rounding")],
)
def test_a_process_without_its_key_does_not_start(
    tmp_path: Path, site: str, key: str
) -> None:
    for name in {*NEEDED_BY[site]} - {key}:
        (tmp_path / f"{name}.key").write_text(KEY)

    started = start(site, tmp_path)

    assert started.returncode != 0
    assert f"the {key} key is missing" in started.stderr
    assert str(tmp_path / f"{key}.key") in started.stderr


@pytest.mark.req("SEC-07")
def test_with_all_its_keys_it_starts(tmp_path: Path) -> None:
    for name in NEEDED_BY["casework"]:
        (tmp_path / f"{name}.key").write_text(KEY)

    assert start("casework", tmp_path).stderr == ""


def start(site: str, secrets: Path) -> Any:
    return subprocess.run(
        [sys.executable, "-c", "import msa.settings"],
        cwd=ROOT,
        env={**os.environ, "MSA_SITE": site, "MSA_SECRETS": str(secrets)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_image_is_built_without_any_key() -> None:
    assert NEEDED_BY["build"] == ()
    assert settings.MSA_ROOT_KEY
