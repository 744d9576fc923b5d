from __future__ import annotations

import pytest

from bin.checks import prepared, pytest_command, second_look, selects_tests


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/setup"],
        ["tests/setup/test_checks.py::test_all"],
        ["-k", "consent"],
        ["--lf"],
        ["--req-report"],
    ],
)
def test_naming_tests_leaves_the_tools_out(arguments):
    assert selects_tests(arguments)


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-x", "--durations=5"]])
def test_naming_no_tests_runs_everything(arguments):
    assert not selects_tests(arguments)


def test_tests_run_on_two_cores():
    assert "-n2" in pytest_command(["-q"])


@pytest.mark.parametrize("argument", ["-n0", "--pdb", "--numprocesses=4"])
def test_the_number_of_cores_can_be_chosen(argument):
    assert "-n2" not in pytest_command([argument])


def test_the_full_sizes_are_asked_for_by_an_argument():
    arguments, env = prepared(["tests/security", "--exhaustive"], {"MSA_SITE": "test"})

    assert arguments == ["tests/security"]
    assert env == {"MSA_SITE": "test", "MSA_EXHAUSTIVE": "1"}


def test_otherwise_tests_are_short():
    assert prepared(["-q"], {"MSA_SITE": "test"}) == (["-q"], {"MSA_SITE": "test"})


@pytest.mark.parametrize("found", [0, 1, 2])
def test_a_few_red_tests_are_run_again_alone_and_named(found, capsys):
    runs = []

    assert second_look(["a.py::b"], lambda them: runs.append(them) or found) == found

    assert runs == [["-n0", "a.py::b"]]
    assert "a.py::b" in capsys.readouterr().out


@pytest.mark.parametrize("failed", [[], ["a.py::b", "a.py::c", "a.py::d", "a.py::e"]])
def test_many_red_tests_stay_red(failed):
    assert second_look(failed, lambda _: 0) == 1
