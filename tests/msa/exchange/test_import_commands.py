"""The commands as an operator runs them: as the owner, in a process of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.cast import Cast
from tests.databases import ROOT
from tests.msa.exchange.worlds import REAL, contents

IMPORT = ("import_folder", "--organisation=kauri")
COUNTED = ("contacts", "minutes", "people", "new", "ended")
with_the_real_folder = pytest.mark.skipif(
    not REAL.is_dir(),
    reason="the incumbent's fictional export is not beside the repository",
)


def owner_command(database: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "MSA_SITE": "owner", "MSA_DATABASE_NAME": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_command(database: str, *arguments: str) -> str:
    process = owner_command(database, *arguments)
    said, failed = process.communicate(timeout=120)
    assert process.returncode == 0, failed
    return said


@pytest.fixture
def folder(export) -> Path:
    export.contact()
    return export.write()


@with_the_real_folder
def test_every_quarter_is_stored_as_the_old_system_counted_it(
    live: str, live_cast: Cast, tmp_path: Path
) -> None:
    truth = json.loads((REAL / "truth.json").read_text())["quarters"]
    out = tmp_path / "import.json"

    run_command(live, *IMPORT, str(REAL), f"--json={out}")

    found = json.loads(out.read_text())
    assert found["quarters_read"] == truth
    for quarter, figures in truth.items():
        stored = found["quarters"][quarter]
        assert {name: stored[name] for name in COUNTED} == {
            name: figures[name] for name in COUNTED
        }


@with_the_real_folder
def test_every_row_read_is_accounted_for(
    live: str, live_cast: Cast, tmp_path: Path
) -> None:
    out = tmp_path / "import.json"

    run_command(live, *IMPORT, str(REAL), f"--json={out}")

    for file in json.loads(out.read_text())["files"]:
        assert (
            file["read"]
            == sum(
                file[part] for part in ("stored", "no_consent", "doubled", "rejected")
            )
            + file["not_imported_yet"]
        )
        assert file["rejected"] == len(file["rejected_rows"])


@with_the_real_folder
@pytest.mark.parametrize("moment", ["people: ", "activities: "])
def test_killed_half_way_it_leaves_nothing(
    live: str, live_cast: Cast, moment: str
) -> None:
    before = contents(live_cast.admin)
    process = owner_command(live, *IMPORT, str(REAL))
    assert process.stdout is not None

    while not process.stdout.readline().startswith(moment):
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert contents(live_cast.admin) == before


def test_undone_from_the_command_line(live: str, live_cast: Cast, folder: Path) -> None:
    said = run_command(live, *IMPORT, str(folder))
    assert contents(live_cast.admin)["cases_client"]

    run_command(live, "undo_import", said.split()[-1])

    assert not contents(live_cast.admin)["cases_client"]


def test_a_dry_run_says_so(live: str, live_cast: Cast, folder: Path) -> None:
    said = run_command(live, *IMPORT, str(folder), "--dry-run")

    assert "Nothing was stored" in said
    assert not contents(live_cast.admin)["cases_client"]


def test_a_folder_that_cannot_be_read_is_refused_with_what_is_missing(
    cast: Cast, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"people\.csv"):
        call_command("import_folder", str(tmp_path), "--organisation=kauri")


def test_an_unknown_organisation_is_named(cast: Cast, folder: Path) -> None:
    with pytest.raises(CommandError, match="with the code nowhere"):
        call_command("import_folder", str(folder), "--organisation=nowhere")


def test_only_an_administrator_imports(cast: Cast, folder: Path) -> None:
    with pytest.raises(CommandError, match="administers"):
        call_command(
            "import_folder",
            str(folder),
            "--organisation=kauri",
            "--as=worker@kauri.example",
        )
