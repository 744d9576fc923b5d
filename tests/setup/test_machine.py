from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from bin.services import ROOT

TOOLS = ("sh", "mkdir", "uname", "grep", "dirname", "cat", "rm")


@pytest.fixture
def machine(tmp_path):
    """A machine with hardly a program, on which somebody is not root."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))
    (programs / "id").write_text("#!/bin/sh\necho 1000\n")
    (programs / "id").chmod(0o755)
    return tmp_path


def set_up(machine, kind, **environment):
    script = f". '{ROOT}/bin/lib.sh'; setup_machine {kind}; echo ready"
    return subprocess.run(
        ["/bin/sh", "-c", script],
        env={"PATH": str(machine / "programs"), "ROOT": str(machine), **environment},
        capture_output=True,
        text=True,
    )


def test_all_that_is_missing_stands_in_one_line(machine):
    said = set_up(machine, "tests").stderr.splitlines()

    lines = [line for line in said if "apt-get install" in line]
    assert len(lines) == 1
    assert {"chromium", "poppler-utils"} <= set(lines[0].split())


def test_without_root_a_missing_program_ends_the_command(machine):
    assert set_up(machine, "tests").returncode == 3


def test_browser_can_be_left_out(machine):
    said = set_up(machine, "tests", SKIP_BROWSER="1").stderr

    assert "poppler-utils" in said
    assert " chromium" not in said


def test_running_the_product_needs_no_browser(machine):
    assert "chromium" not in set_up(machine, "run").stderr


def test_machine_that_has_everything_is_ready(machine):
    for program in ("chromium", "pdftoppm"):
        (machine / "programs" / program).symlink_to("/bin/true")

    assert set_up(machine, "tests", PYTHON=os.path.realpath("/usr/bin/python3")).stdout


@pytest.mark.parametrize(
    "script", ["demo", "test", "bench", "bin/manage", ".ci/run", "bin/lib.sh"]
)
def test_script_is_plain_shell(script):
    read = subprocess.run(["/bin/sh", "-n", ROOT / script], check=False)

    assert read.returncode == 0
