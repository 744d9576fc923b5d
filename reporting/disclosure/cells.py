"""What goes into disclosure control and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reporting.disclosure.policy import Level, Unit


class Status(StrEnum):
    """Say how a published cell reads; `FEW` is "fewer than 10"."""

    OK = "ok"
    SUPPRESSED = "c"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A true number of people. Confidential: its figures stay out of `repr`.

    `row` is unique in the release. `people_key` is the sum, modulo 2**64, of the
    random keys of the distinct people counted. `is_headcount` marks an
    organisation's head-count without attributes, which may read "fewer than 10".
    """

    row: str
    count: int = field(repr=False)
    people_key: int = field(repr=False)
    level: Level = Level.NATIONAL
    is_headcount: bool = False


@dataclass(frozen=True, slots=True)
class TrueMagnitude:
    """A true amount of activity and how it is spread over its contributors.

    `amount`, `largest` and `two_largest` are in the unit (minutes, not hours).
    `measure` names what is counted, so that two measures of the same people are
    rounded independently.
    """

    row: str
    measure: str
    amount: int = field(repr=False)
    people_key: int = field(repr=False)
    contributors: int = field(repr=False)
    largest: int = field(repr=False)
    two_largest: int = field(repr=False)
    unit: Unit = Unit.OCCASIONS
    level: Level = Level.NATIONAL


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A figure as every reader may see it; `value` is None unless `OK`."""

    row: str
    status: Status
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts that add up to a total, each person in exactly one part.

    `is_attribute` is False where the parts say nothing about a person beyond what
    is known of him anyway, as a total by organisation.
    """

    title: str
    total: str
    parts: tuple[str, ...]
    is_attribute: bool = True


@dataclass(frozen=True, slots=True)
class TotalResponse:
    """Rows of which a person may be in several, and is in at least one.

    "Not stated" is a row too. The rows are never added up.
    """

    title: str
    total: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Organisations by headline: both margins are published.

    `rows` are the organisations' totals, `columns` the national headlines, and
    `inside[i][j]` is what organisation `i` has of headline `j`.
    """

    title: str
    total: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    inside: tuple[tuple[str, ...], ...]


Table = Breakdown | TotalResponse | Grid
