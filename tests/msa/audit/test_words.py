"""Every event that the code can write has its plain words: a closed world (RGT-03)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.enums import SectionKind
from consent.enums import Purpose
from msa.audit.words import DETAILS, EVENTS, in_words

ROOT = Path(__file__).resolve().parents[3]
APPS = (
    "assessments",
    "cases",
    "consent",
    "msa",
    "oversight",
    "rights",
    "reporting",
    "standards",
)
#: Demo data tells of narratives that nobody wrote.
NEVER_SHOWN = {"narrative.invented"}
_SQL = re.compile(r"audit_event\b.*?;", re.DOTALL)
_CODE = re.compile(r"'([a-z]+(?:-[a-z]+)*\.(?:[a-z]+(?:-[a-z]+)*)?)'")
#: Of codes that are put together: what the second half can be.
VERBS = {
    "record.": ("open", "list", "search", "write", "read-in-emergency"),
    "access-history.": ("opened", "printed"),
    "breach.": ("opened", "printed"),
}


def _written_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _name(node.func).startswith(
            ("record", "tell")
        ):
            for argument in node.args[1:2]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)
                elif isinstance(argument, ast.JoinedStr):
                    first = argument.values[0]
                    assert isinstance(first, ast.Constant)
                    yield from whole(str(first.value))
                elif isinstance(argument, ast.IfExp):
                    for way in (argument.body, argument.orelse):
                        assert isinstance(way, ast.Constant)
                        yield str(way.value)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def whole(code: str) -> list[str]:
    """Return the codes that a code in the source stands for: itself, or each whole."""
    return [code + verb for verb in VERBS[code]] if code.endswith(".") else [code]


def codes() -> set[str]:
    """Return every code that our own Python or SQL can write."""
    found: set[str] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                found |= set(_written_in(path))
        for path in (ROOT / app).rglob("*.sql"):
            for statement in _SQL.findall(path.read_text()):
                for code in _CODE.findall(statement):
                    found |= set(whole(code))
    return {code for code in found if "." in code} - NEVER_SHOWN


def test_the_search_finds_codes_of_every_kind() -> None:
    assert codes() >= {
        "session.logged",
        "record.search",
        "narrative.checked",
        "access-history.printed",
        "breach.opened",
        "access.refused",
    }


@pytest.mark.req("RGT-03", "A08")
def test_every_code_has_its_words() -> None:
    assert codes() - EVENTS.keys() == set()


@pytest.mark.req("RGT-03")
@pytest.mark.parametrize("code", [*Purpose.values, *SectionKind.values])
def test_every_part_of_a_record_has_its_words(code: str) -> None:
    assert DETAILS[code]


@pytest.mark.parametrize("action", EVENTS)
def test_words_are_whole(action: str) -> None:
    said = in_words(action, DETAILS["SESSIONS"])

    assert "{" not in said
    assert said[0].islower()
    assert not said.endswith(".")


def test_an_event_without_words_is_not_left_out() -> None:
    assert in_words("moon.landed") == "moon.landed"
