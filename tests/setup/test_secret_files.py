from __future__ import annotations

import stat

import pytest

from bin.secret_files import HELD_BY, SecretFiles


@pytest.fixture
def secrets(tmp_path):
    made = SecretFiles(tmp_path / "secrets")
    made.prepare()
    return made


@pytest.mark.parametrize("site", HELD_BY)
def test_process_holds_exactly_its_own(secrets, site):
    held = {path.name for path in secrets.directory_for(site).iterdir()}

    assert held == set(HELD_BY[site])


@pytest.mark.parametrize("site", ["national", "reports"])
@pytest.mark.req("REP-04", "S10")
def test_figures_are_made_without_the_root_key(secrets, site):
    assert (secrets.directory_for("casework") / "root.key").exists()

    assert not (secrets.directory_for(site) / "root.key").exists()


def test_files_are_for_their_owner_alone(secrets):
    modes = {
        stat.S_IMODE(path.stat().st_mode)
        for path in secrets.directory.rglob("*")
        if path.is_file()
    }

    assert modes == {0o400}


def test_directories_are_for_their_owner_alone(secrets):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in secrets.directory.glob("*/")}

    assert modes == {0o700}


def test_keys_are_32_bytes_in_hexadecimal(secrets):
    assert len(bytes.fromhex(secrets.value("root.key"))) == 32


def test_second_start_keeps_the_values(secrets):
    before = secrets.value("root.key")

    SecretFiles(secrets.directory).prepare()

    assert secrets.value("root.key") == before


def test_second_start_takes_away_what_a_process_no_longer_holds(secrets):
    stray = secrets.directory_for("national") / "root.key"
    stray.write_text("left behind")

    secrets.prepare()

    assert not stray.exists()
