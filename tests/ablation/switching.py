"""Holding one control off while tests run.

The product's code knows nothing of it: a module's source is changed while it is being
imported, a test database after it was copied.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import psycopg
import pytest

from tests import databases
from tests.ablation.control import ROOT, SWEEP, Control, Edit, edited

#: What is raised where the source or a statement no longer fits together.
_BREAKAGE = (
    NameError,
    ImportError,
    SyntaxError,
    psycopg.errors.SyntaxError,
    psycopg.errors.InvalidColumnReference,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.UndefinedObject,
    psycopg.errors.UndefinedTable,
)


class Switch:
    """One control that is off, and where it was met: a plugin of pytest as well."""

    def __init__(self, control: Control, answer: Path) -> None:
        self.control = control
        self._answer = answer
        self._outcomes: dict[str, list[str]] = {}
        self._edited: set[Edit] = set()
        self._databases = 0
        self._breakages: set[str] = set()

    @property
    def was_off(self) -> bool:
        """Was every part of it met and switched off?"""
        met = self._databases > 0 or not self.control.in_database
        return met and self._edited == set(self.control.edits)

    def install(self) -> None:
        """Change what is imported and created from now on.

        Raises:
            RuntimeError: a module that is to be changed was imported before.
        """
        for edit in self.control.edits:
            if edit.module in sys.modules:
                raise RuntimeError(f"{edit.module} was imported too early")
        sys.meta_path.insert(0, _Finder(self))
        if self.control.in_database:
            self._switch_in_databases()

    def source_of(self, module: str, source: str) -> str:
        """Return the source of a module as it is without the control."""
        edits = [edit for edit in self.control.edits if edit.module == module]
        self._edited.update(edits)
        return edited(source, edits)

    def _switch_in_databases(self) -> None:
        create = databases.create

        def create_without(name: str) -> None:
            create(name)
            with databases.superuser(name) as inside:
                for part in self.control.in_database:
                    part.apply(inside)
            self._databases += 1

        databases.create = create_without

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Spare the rest of those who may notice as soon as one has."""
        if "failed" in self._outcomes and not item.nodeid.startswith(SWEEP):
            # One red test is the whole proof; the sweep proves something else.
            pytest.skip("somebody noticed")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[object]
    ) -> None:
        """Note which tests broke: a program that can't run protects by accident."""
        if call.excinfo is not None and is_breakage(call.excinfo.value):
            self._breakages.add(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended; a fixture that failed is not a test that noticed."""
        if report.nodeid in self._breakages:
            self._outcomes.setdefault("broken", []).append(report.nodeid)
        elif report.when == "call":
            self._outcomes.setdefault(report.outcome, []).append(report.nodeid)
        elif report.failed:
            self._outcomes.setdefault("broken", []).append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Leave the answer for the runner."""
        answer: dict[str, Any] = {"was_off": self.was_off, **self._outcomes}
        self._answer.write_text(json.dumps(answer))


def is_breakage(fault: BaseException) -> bool:
    """Does a fault say that the program is broken, and nothing of what it lets pass?

    A wrong type or attribute does where our own code stumbles, not where a test does.
    """
    known: BaseException | None = fault
    while known is not None:
        if isinstance(known, _BREAKAGE):
            return True
        known = known.__cause__
    if not isinstance(fault, TypeError | AttributeError):
        return False
    *_, (frame, _) = traceback.walk_tb(fault.__traceback__)
    raised_in = Path(frame.f_code.co_filename)
    return raised_in.is_relative_to(ROOT) and not (
        raised_in.is_relative_to(ROOT / "tests")
        or raised_in.is_relative_to(ROOT / ".local")
    )


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._modules = {edit.module for edit in switch.control.edits}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._modules:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        spec.loader = _Loader(self._switch, fullname, spec.origin)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, switch: Switch, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self._switch = switch

    def get_code(self, fullname: str) -> CodeType:
        # Compiled here and never kept: what is on disk stays as it is.
        source = self._switch.source_of(fullname, Path(self.path).read_text())
        return compile(source, self.path, "exec", dont_inherit=True)
