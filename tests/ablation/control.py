"""What a control is: a thing that protects, how it is switched off, who notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
#: Looks for words of survivors wherever they might come out.
SWEEP = "tests/security/leak_sweep.py"

Connection = psycopg.Connection[tuple[Any, ...]]


class NothingToSwitchOff(Exception):
    """The control is not where the catalogue says: it is gone, or it moved."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the source of one module, made while it is being imported."""

    path: str
    old: str
    new: str

    def __post_init__(self) -> None:
        if self.old == self.new:
            raise ValueError(f"nothing is changed in {self.path}")

    @property
    def module(self) -> str:
        """The name under which Python imports the file."""
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    def applied(self, source: str) -> str:
        """Return ``source`` without the control.

        Raises:
            NothingToSwitchOff: the text does not stand there exactly once.
        """
        found = source.count(self.old)
        if found != 1:
            raise NothingToSwitchOff(f"{self.path}: {found} times {self.old!r}")
        return source.replace(self.old, self.new)


class InDatabase(Protocol):
    """A change of a migrated database."""

    def apply(self, database: Connection) -> None:
        """Switch it off.

        Raises:
            NothingToSwitchOff: the database holds no such control.
        """


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that protects somebody, and the proof that it would be missed.

    ``off`` switches it off; at least one test of ``noticed_by`` goes red then. Where
    another layer stands ``behind`` it, the sweep stays free of leaks; where none does,
    ``alone`` says why.
    """

    name: str
    protects: str
    off: tuple[Edit | InDatabase, ...]
    noticed_by: tuple[str, ...]
    behind: str = ""
    alone: str = ""

    def __post_init__(self) -> None:
        if bool(self.behind) == bool(self.alone):
            raise ValueError(f"{self.name}: either a layer stands behind it or none")
        if not self.off or not self.noticed_by:
            raise ValueError(f"{self.name}: nothing to switch off, or nobody to notice")

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What of it is in Python."""
        return tuple(part for part in self.off if isinstance(part, Edit))

    @property
    def in_database(self) -> tuple[InDatabase, ...]:
        """What of it is in PostgreSQL."""
        return tuple(part for part in self.off if not isinstance(part, Edit))

    @property
    def tests(self) -> tuple[str, ...]:
        """Which tests are run while it is off."""
        swept = (SWEEP,) if self.behind else ()
        return tuple(dict.fromkeys((*self.noticed_by, *swept)))


def edited(source: str, edits: Iterable[Edit]) -> str:
    """Return a module's source after several edits."""
    for edit in edits:
        source = edit.applied(source)
    return source
