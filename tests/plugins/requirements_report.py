"""Tie tests to requirements: `@pytest.mark.req("REC-03")`, and a report of both.

Every id stands in tests/requirements.txt with a title. A test that names another one is
an error and isn't run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path

import pytest

TITLES = Path(__file__).resolve().parent.parent / "requirements.txt"
PROVES = "requirement"


def read_titles(lines: Iterable[str]) -> dict[str, str]:
    """Return the title of every requirement, in the order of the list.

    Raises: ValueError for a line without a title or an id that stands there twice.
    """
    titles: dict[str, str] = {}
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        identifier, _, title = line.strip().partition(" ")
        if not title or identifier in titles:
            raise ValueError(f"no title, or a second time: {line.strip()!r}")
        titles[identifier] = title.strip()
    return titles


def report_lines(
    titles: Iterable[str], passed: Mapping[str, int], failed: Mapping[str, int]
) -> list[str]:
    """Return one line for each requirement: proved, failing or missing."""
    return [_line(name, passed.get(name, 0), failed.get(name, 0)) for name in titles]


def counted(number: int) -> str:
    """Return a number of tests in words that fit it."""
    return "1 test" if number == 1 else f"{number} tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--req-report",
        action="store_true",
        help="end with one line for each requirement: proved by how many tests",
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    titles = read_titles(TITLES.read_text().splitlines())
    unknown = [name for name in _identifiers(item) if name not in titles]
    if unknown:
        names = ", ".join(unknown)
        pytest.fail(f"not in tests/requirements.txt: {names}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # On the report, because that is what comes back from a worker of xdist. The list
    # is the item's own, shared by its reports.
    report.user_properties = [
        *report.user_properties,
        *((PROVES, name) for name in _identifiers(item)),
    ]
    return report


class Tally:
    """How many tests of this run passed and failed for each requirement."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        names = {str(value) for name, value in report.user_properties if name == PROVES}
        if report.failed:
            self.failed.update(names)
        elif report.when == "call" and report.passed:
            self.passed.update(names)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        titles = read_titles(TITLES.read_text().splitlines())
        lines = report_lines(titles, self.passed, self.failed)
        terminalreporter.section("requirements")
        for line in lines:
            terminalreporter.write_line(line)
        proved = sum(" proved " in line for line in lines)
        terminalreporter.write_line(f"{proved} of {len(titles)} are proved")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--req-report") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally())


def _identifiers(item: pytest.Item) -> list[str]:
    named = [str(name) for mark in item.iter_markers("req") for name in mark.args]
    return list(dict.fromkeys(named))


def _line(identifier: str, passed: int, failed: int) -> str:
    if failed:
        return f"{identifier} failing {counted(failed)}"
    return (
        f"{identifier} proved {counted(passed)}" if passed else f"{identifier} missing"
    )
