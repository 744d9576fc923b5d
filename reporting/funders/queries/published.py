"""What was released, as a funder's program may read it.

Row policies hold back the rest; what is asked for here says the same once more, and
hidden and absent take the same path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from msa.access.refusals import NotVisible
from msa.clock.days import local_date
from reporting.cells import CellDraft
from reporting.enums import State
from reporting.funders.caller import Caller
from reporting.models import Cell, Report
from reporting.narratives.models import Passage
from reporting.specs import SPECS, ReportSpec, TableSpec

#: The dimension of tables whose rows are organisations.
OF_ORGANISATIONS = "organisation"
_WAS_RELEASED = Q(state__in=[State.RELEASED, State.REPLACED], released_at__isnull=False)
_COLUMNS = (
    "id",
    "kind",
    "quarter",
    "revision",
    "spec",
    "policy",
    "state",
    "started_at",
    "content_hash",
    "released_at",
)


@dataclass(frozen=True, slots=True)
class Released:
    """One released revision, and the revisions before and after it."""

    report: Report
    supersedes: UUID | None
    successor: Report | None

    @property
    def is_current(self) -> bool:
        """Whether no later revision was released."""
        return self.successor is None

    @property
    def is_provisional(self) -> bool:
        """Whether its quarter still took late entries when it was made."""
        made_on = local_date(self.report.started_at)
        return not self.report.period.is_closed(made_on)

    @property
    def changed_at(self) -> datetime:
        """When what can be said of it last changed."""
        last = self.successor or self.report
        assert last.released_at is not None
        return last.released_at

    @property
    def spec(self) -> ReportSpec:
        """The fixed list of tables it was made to."""
        return SPECS[self.report.spec]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One table of a released report with the cells that the caller may read."""

    spec: TableSpec
    cells: tuple[CellDraft, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as it is called in released reports."""

    code: str
    name: str


def released(caller: Caller) -> list[Released]:
    """Return every released revision, the newest release first."""
    found = list(
        Report.objects.filter(_WAS_RELEASED)
        .only(*_COLUMNS)
        .order_by("-released_at", "-quarter", "kind", "id")
    )
    return [_placed(one, found) for one in found]


def released_one(caller: Caller, pk: UUID) -> Released:
    """Return one released revision.

    Raises:
        NotVisible: there is none with this id, or it was never released.
    """
    for one in released(caller):
        if one.report.id == pk:
            return one
    raise NotVisible


def tables(caller: Caller, pk: UUID) -> tuple[Released, list[PublishedTable]]:
    """Return a released revision's tables, in the order of its spec.

    A table of organisations is there if the caller may read one of its rows.

    Raises:
        NotVisible: there is none with this id, or it was never released.
    """
    found = released_one(caller, pk)
    cells = _cells(caller, Q(report=pk), found.spec)
    return found, [
        PublishedTable(one, tuple(cell for cell in cells if cell.table == one.code))
        for one in found.spec.tables
        if any(cell.table == one.code for cell in cells)
    ]


def table(caller: Caller, pk: UUID, code: str) -> tuple[Released, PublishedTable]:
    """Return one table of a released revision.

    Raises:
        NotVisible: no such report, no such table in it, or none that he may read.
    """
    found, of_report = tables(caller, pk)
    for one in of_report:
        if one.spec.code == code:
            return found, one
    raise NotVisible


def passages(caller: Caller, pk: UUID) -> tuple[Released, list[Passage]]:
    """Return the passages of a released report that the caller may read.

    Raises:
        NotVisible: there is none with this id, or it was never released.
    """
    found = released_one(caller, pk)
    of_report = Passage.objects.filter(report=pk, code__in=_readable_rows(caller))
    return found, list(of_report.order_by("position"))


def organisations(caller: Caller) -> list[Named]:
    """Return the organisations whose figures the caller may read, by code."""
    of_organisations = {
        one.code for spec in SPECS.values() for one in _organisation_tables(spec)
    }
    rows = (
        Cell.objects.filter(table__in=of_organisations, row__in=_readable_rows(caller))
        .order_by("report__released_at", "position")
        .values_list("row", "label")
    )
    # The newest name wins.
    return [Named(code, name) for code, name in sorted(dict(rows).items())]


def _placed(report: Report, among: Sequence[Report]) -> Released:
    same = [
        one for one in among if (one.kind, one.quarter) == (report.kind, report.quarter)
    ]
    before = [one for one in same if one.revision < report.revision]
    after = [one for one in same if one.revision > report.revision]
    return Released(
        report,
        max(before, key=lambda one: one.revision).id if before else None,
        min(after, key=lambda one: one.revision) if after else None,
    )


def _cells(caller: Caller, wanted: Q, spec: ReportSpec) -> list[CellDraft]:
    of_organisations = [one.code for one in _organisation_tables(spec)]
    readable = ~Q(table__in=of_organisations) | Q(row__in=_readable_rows(caller))
    fields = (
        "table",
        "row",
        "column",
        "position",
        "label",
        "status",
        "value",
        "decimals",
    )
    rows = Cell.objects.filter(wanted, readable).order_by("position")
    return [CellDraft(*row) for row in rows.values_list(*fields)]


def _organisation_tables(spec: ReportSpec) -> list[TableSpec]:
    return [one for one in spec.tables if one.dimension == OF_ORGANISATIONS]


def _readable_rows(caller: Caller) -> list[str]:
    return list(caller.organisations) if caller.may_read_organisations else []
