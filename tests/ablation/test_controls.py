from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps

from consent.models import Subject
from tests.ablation import inventory
from tests.ablation.control import (
    ROOT,
    Connection,
    Control,
    Edit,
    NothingToSwitchOff,
    edited,
)
from tests.ablation.controls import CONTROLS
from tests.ablation.in_database import Trigger
from tests.ablation.running import Verdict, line_of, proved
from tests.ablation.switching import is_breakage
from tests.databases import create, drop, superuser

#: Cheap ones that are proved with every run: of the database and of Python.
ALWAYS = ("trigger audit_link_append_only", "jobs: fence")


@pytest.fixture(scope="module")
def migrated(django_db_setup: None) -> Iterator[Connection]:
    """A superuser's connection to a database that nothing was put into."""
    name = f"test_msa_off_{uuid.uuid4().hex[:12]}"
    create(name)
    with superuser(name) as admin:
        yield admin
    drop(name)


@pytest.mark.req("R10")
def test_every_control_in_the_database_is_there(migrated: Connection) -> None:
    gone = []

    for control in CONTROLS.values():
        for part in control.in_database:
            try:
                with migrated.transaction(force_rollback=True):
                    part.apply(migrated)
            except NothingToSwitchOff as fault:
                gone.append((control.name, str(fault)))

    assert gone == []


@pytest.mark.req("R10")
def test_every_control_in_the_code_is_there() -> None:
    gone = []

    for control in CONTROLS.values():
        for path in {edit.path for edit in control.edits}:
            edits = [edit for edit in control.edits if edit.path == path]
            try:
                compile(edited((ROOT / path).read_text(), edits), path, "exec")
            except (NothingToSwitchOff, SyntaxError, OSError) as fault:
                gone.append((control.name, str(fault)))

    assert gone == []


@pytest.mark.req("R10")
def test_every_control_has_tests_that_are_there() -> None:
    tests = {test for control in CONTROLS.values() for test in control.tests}

    missing = [test for test in tests if not (ROOT / test.split("::")[0]).exists()]
    unnamed = [
        test
        for test in tests
        if "::" in test
        and f"def {test.split('::')[1]}("
        not in (ROOT / test.split("::")[0]).read_text()
    ]
    assert missing == []
    assert unnamed == []


@pytest.mark.req("R10")
@pytest.mark.parametrize(
    "left_out",
    [
        inventory.tables_without,
        inventory.triggers_without,
        inventory.functions_without,
        inventory.roles_without,
    ],
    ids=lambda check: check.__name__,
)
def test_nothing_in_the_database_is_left_out(
    migrated: Connection, left_out: Callable[[Connection], set[str]]
) -> None:
    assert left_out(migrated) == set()


@pytest.mark.req("R10")
def test_no_middleware_is_left_out() -> None:
    assert inventory.middleware_without() == set()


def _about_survivors() -> dict[str, bool]:
    """Return each table of rows about survivors, and whether words of it are sealed."""
    return {
        model._meta.db_table: bool(getattr(model.Privacy, "sealed", ()))
        for model in apps.get_models()
        if hasattr(model, "Privacy")
        and (
            {"subject_id", "content_object_id", "assessment_id"}
            & {field.column for field in model._meta.local_fields}
            or model is Subject
        )
    }


@pytest.mark.req("R10")
def test_what_is_sealed_has_a_second_layer_and_the_rest_is_named() -> None:
    told = (ROOT / "SECURITY.md").read_text().partition("### What has one layer")[2]
    found = _about_survivors()

    alone = {table for table, is_sealed in found.items() if not is_sealed}
    two = {table for table in found if CONTROLS[f"row policies {table}"].behind}

    assert set(found) - alone <= two
    assert set(re.findall(r"`(\w+)`", told)) == alone


def test_something_left_out_is_noticed(migrated: Connection) -> None:
    with migrated.transaction(force_rollback=True):
        migrated.execute(
            "CREATE TRIGGER more BEFORE INSERT ON cases_client"
            " FOR EACH ROW EXECUTE FUNCTION sec.refuse_change()"
        )

        assert "more" in inventory.triggers_without(migrated)


def test_a_control_that_is_gone_is_noticed(migrated: Connection) -> None:
    with pytest.raises(NothingToSwitchOff):
        Trigger("cases_client", "no_such_trigger").apply(migrated)
    with pytest.raises(NothingToSwitchOff):
        Edit("msa/jobs/running.py", "no such text", "").applied("another text")


def test_a_control_says_what_stands_behind_it_or_why_nothing_does() -> None:
    with pytest.raises(ValueError, match="either"):
        Control("x", "y", (Trigger("a", "b"),), ("tests",))


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        ({}, Verdict.BROKEN),
        ({"was_off": False, "failed": ["a"]}, Verdict.NOT_OFF),
        ({"was_off": True, "passed": ["a"]}, Verdict.UNNOTICED),
        ({"was_off": True, "broken": ["a"]}, Verdict.BROKEN),
        ({"was_off": True, "passed": ["a"], "broken": ["b"]}, Verdict.BROKEN),
        ({"was_off": True, "failed": ["a"]}, Verdict.MISSED),
    ],
)
def test_only_a_red_test_is_a_proof(ended: Mapping[str, Any], verdict: Verdict) -> None:
    assert line_of(CONTROLS["jobs: fence"], ended, seconds=1).verdict is verdict


def raised(code: str, path: Path) -> BaseException:
    with pytest.raises(Exception) as found:  # whatever it is
        exec(compile(code, str(path), "exec"), {"psycopg": psycopg})  # noqa: S102
    return found.value


@pytest.mark.parametrize(
    ("code", "path", "is_one"),
    [
        ("nothing_of_that_name", "tests/x.py", True),
        ("import nothing_of_that_name", "tests/x.py", True),
        ("raise psycopg.errors.UndefinedColumn", "tests/x.py", True),
        ("raise ValueError from psycopg.errors.SyntaxError()", "tests/x.py", True),
        ("None.a", "cases/x.py", True),
        ("None.a", "tests/x.py", False),
        ("assert False", "cases/x.py", False),
        ("raise psycopg.errors.InsufficientPrivilege", "tests/x.py", False),
    ],
)
def test_a_program_that_cant_run_is_no_proof(
    code: str, path: str, is_one: bool
) -> None:
    assert is_breakage(raised(code, ROOT / path)) is is_one


def test_a_leak_in_the_sweep_is_no_proof() -> None:
    control = CONTROLS["row policies cases_section"]
    ended: dict[str, Any] = {
        "was_off": True,
        "failed": ["a", "tests/security/leak_sweep.py::b"],
    }

    assert line_of(control, ended, seconds=1).verdict is Verdict.LEAKS


@pytest.mark.req("R10")
def test_some_are_missed_when_they_are_off() -> None:
    lines = list(proved([CONTROLS[name] for name in ALWAYS], os.environ))

    assert [line for line in lines if line.verdict is not Verdict.MISSED] == []
    assert sum(line.red for line in lines) >= len(ALWAYS)
