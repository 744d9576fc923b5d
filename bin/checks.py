"""The command ./test: what the tools find, and beside them what the tests find."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bin import command, services

TOOLS: Mapping[str, Sequence[str]] = {
    "ruff check": ("ruff", "check", "--quiet"),
    "ruff format": ("ruff", "format", "--check", "--quiet"),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports", "--no-logo"),
    "compose schema": (
        "check-jsonschema",
        "--builtin-schema=vendor.compose-spec",
        "docker-compose.yml",
    ),
}
#: Each control off in turn, or those whose names follow; see tests/ablation.
ABLATION = "--ablation"
#: Attacks and histories in their full sizes: minutes and hours instead of seconds.
EXHAUSTIVE = "--exhaustive"
SELECTING = ("-k", "-m", "--lf", "--last-failed", "--sw", "--req-report")
PARALLEL = ("-n", "--numprocesses", "--pdb", "-s")
#: More than these are no accident, and are not run a second time (ADR 50).
FEW = 3
TESTS_FAILED = 1
ONE_AFTER_ANOTHER = "-n0"
FAILED_LAST = services.ROOT / ".pytest_cache/v/cache/lastfailed"


def main() -> int:
    """Run the checks and the tests; return 0 only if all of them passed."""
    arguments = sys.argv[1:]
    with services.in_free_slot("test") as running:
        arguments, env = prepared(arguments, running.env("test"))
        if arguments[:1] == [ABLATION]:
            return _ablation(arguments[1:], env)
        # A tool uses one core and the tests wait for much: side by side they take less.
        with ThreadPoolExecutor(1) as beside:
            tools = {} if selects_tests(arguments) else TOOLS
            found = beside.submit(_failing, tools, env)
            tested = _pytest(arguments, env)
            failed = found.result()
        if tested == TESTS_FAILED and not selects_tests(arguments):
            tested = second_look(failed_last(), lambda them: _pytest(them, env))
    if failed:
        print(f"failed besides the tests: {', '.join(failed)}", file=sys.stderr)
    return tested or (1 if failed else 0)


def prepared(
    arguments: Sequence[str], env: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Return the arguments for pytest, and an environment that says how much to try.

    The services' environment has none of the caller's own settings of the product, so
    the larger sizes are asked for by an argument alone.
    """
    larger = {"MSA_EXHAUSTIVE": "1"} if EXHAUSTIVE in arguments else {}
    return [one for one in arguments if one != EXHAUSTIVE], {**env, **larger}


def selects_tests(arguments: Sequence[str]) -> bool:
    """Tell whether these arguments of pytest ask for some tests only."""
    return any(
        argument.startswith(SELECTING)
        or (services.ROOT / argument.split("::")[0]).exists()
        for argument in arguments
        if argument
    )


def pytest_command(arguments: Sequence[str]) -> list[str]:
    """Return how pytest is started: on two cores unless the arguments disagree."""
    disagree = any(argument.startswith(PARALLEL) for argument in arguments)
    workers = [] if disagree else ["-n2"]
    return [sys.executable, "-m", "pytest", *workers, *arguments]


def _failing(tools: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> list[str]:
    directory = Path(sys.executable).parent
    failed = []
    for name, (program, *arguments) in tools.items():
        ran = subprocess.run(
            [directory / program, *arguments],
            cwd=services.ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        print(f"{name}: {'failed' if ran.returncode else 'passed'}", flush=True)
        if ran.returncode:
            failed.append(name)
            print(ran.stdout + ran.stderr, flush=True)
    return failed


def _ablation(names: Sequence[str], env: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "tests.ablation.running", *names]
    return subprocess.run(command, cwd=services.ROOT, env=env, check=False).returncode


def second_look(failed: Sequence[str], run: Callable[[Sequence[str]], int]) -> int:
    """Run the few tests that failed once more, and name them whatever comes of it.

    Return what `run` returns for them; that they failed if they are more than a few.
    """
    if not 0 < len(failed) <= FEW:
        return TESTS_FAILED
    print("a second look, alone, at:", *failed, sep="\n  ", flush=True)
    again = run([ONE_AFTER_ANOTHER, *failed])
    if not again:
        print("red at first, green alone; mend them:", *failed, sep="\n  ", flush=True)
    return again


def failed_last() -> list[str]:
    """Return the names of the tests that failed when pytest last ran."""
    try:
        return sorted(json.loads(FAILED_LAST.read_text()))
    except FileNotFoundError:
        return []


def _pytest(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    return subprocess.run(
        pytest_command(arguments), cwd=services.ROOT, env=env, check=False
    ).returncode


if __name__ == "__main__":
    command.run(main)
