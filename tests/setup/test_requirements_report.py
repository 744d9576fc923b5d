from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from bin.services import ROOT
from tests.plugins.requirements_report import read_titles, report_lines

MARKED = """
import pytest

@pytest.mark.req("REC-01")
def test_one(): pass

@pytest.mark.req("REC-01", "REC-02")
def test_two(): pass

@pytest.mark.req("REC-03")
def test_three(): assert False
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "tests" / "plugins").mkdir(parents=True)
    plugin = "tests/plugins/requirements_report.py"
    shutil.copy(ROOT / plugin, tmp_path / plugin)
    titles = "REC-01 One\nREC-02 Two\nREC-03 Three\nREC-04 Four\n"
    (tmp_path / "tests" / "requirements.txt").write_text(titles)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = -p no:django\nmarkers = req(*ids): proved\n"
    )
    return tmp_path


def run(project, tests, *arguments):
    (project / "test_marked.py").write_text(tests)
    plugins = ["-p", "xdist", "-p", "tests.plugins.requirements_report"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *arguments],
        cwd=project,
        # Most of the time would go into plugins that these tests have no use for.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_each_requirement_has_its_line(project, workers):
    said = run(project, MARKED, "--req-report", workers).stdout.splitlines()

    assert [line for line in said if line.startswith("REC-")] == [
        "REC-01 proved 2 tests",
        "REC-02 proved 1 test",
        "REC-03 failing 1 test",
        "REC-04 missing",
    ]


def test_without_being_asked_nothing_is_reported(project):
    assert "REC-04" not in run(project, MARKED, "-n0").stdout


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_unknown_requirement_is_an_error(project, workers):
    ran = run(project, MARKED.replace("REC-03", "REC-99"), workers)

    assert ran.returncode == 1
    assert "not in tests/requirements.txt: REC-99" in ran.stdout


def test_every_title_is_told_once():
    titles = read_titles((ROOT / "tests" / "requirements.txt").read_text().splitlines())

    assert len(titles) == len(set(titles.values()))


@pytest.mark.parametrize("line", ["REC-01", "REC-01 "])
def test_requirement_without_a_title_is_refused(line):
    with pytest.raises(ValueError, match="REC-01"):
        read_titles([line])


def test_requirement_listed_twice_is_refused():
    with pytest.raises(ValueError, match="REC-01"):
        read_titles(["REC-01 One", "REC-01 Again"])


def test_failing_test_outweighs_passing_ones():
    assert report_lines(["A01"], {"A01": 5}, {"A01": 1}) == ["A01 failing 1 test"]
