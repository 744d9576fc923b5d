"""A report as one document: the page and the PDF are both made from it.

Every word and number here comes from frozen cells, so no format can say more than
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from msa.clock.days import local_date
from msa.web.charts import Series, line
from reporting.cells import CellDraft, plain
from reporting.disclosure import MSA_SDC_1, Policy
from reporting.enums import CellStatus, State
from reporting.measures.declarations import Measure
from reporting.models import Report
from reporting.presenting.tables import Table, mark_of, written
from reporting.quarters import Quarter

Earlier = Sequence[tuple[Quarter, Sequence[CellDraft]]]
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure at a glance, with its words and its change."""

    text: str
    label: str
    sentence: str
    change: str


@dataclass(frozen=True, slots=True)
class Section:
    """One table with the chart beside it and what it shows in a sentence."""

    table: Table
    finding: str
    chart: SafeString | None

    @property
    def folds(self) -> bool:
        """Whether a narrow page folds the table, since it has columns side by side."""
        return len(self.table.columns) > 1


@dataclass(frozen=True, slots=True)
class Document:
    """What every kind of report shows; each kind adds its own parts.

    ``title`` stands without its quarter, in both languages. ``body`` and ``pages`` are
    the templates of the page's body and of the PDF.
    """

    report: Report
    cells: tuple[CellDraft, ...]
    measures: tuple[Measure, ...]

    title: ClassVar[str]
    title_mi: ClassVar[str]
    subject: ClassVar[str]
    body: ClassVar[str]
    pages: ClassVar[str]

    @property
    def rules(self) -> Policy:
        """The numbers of the policy that the notes name."""
        return MSA_SDC_1

    @property
    def quarter(self) -> Quarter:
        """The quarter it is about."""
        return self.report.period

    @property
    def title_mi_words(self) -> list[str]:
        """The words of the title in te reo Māori; a page breaks only between them."""
        return self.title_mi.split()

    @property
    def version(self) -> str:
        """The version in words."""
        return version(self.report)

    @property
    def is_draft(self) -> bool:
        """Whether it is not what readers are to rely on."""
        return self.report.state != State.RELEASED

    @property
    def hidden(self) -> int:
        """How many figures are hidden."""
        return hidden_cells(self.cells)

    @property
    def reference(self) -> str:
        """What a reader quotes to name this very report."""
        return reference(self.report)


def reference(report: Report) -> str:
    """Return what a reader quotes to name one revision of a report."""
    return f"{report.quarter}-{report.spec}-r{report.revision}"


def version(report: Report) -> str:
    """Return the version in words: draft, provisional, final or a revision."""
    if report.state == State.REPLACED:
        return f"Revision {report.revision}, replaced"
    if report.state != State.RELEASED:
        return "Draft, not released"
    if report.revision > 1:
        return f"Revision {report.revision}"
    compiled = local_date(report.started_at)
    return "Final" if report.period.is_closed(compiled) else "Provisional"


def hidden_cells(cells: Sequence[CellDraft]) -> int:
    """Return how many figures are hidden; which and why, nobody is told."""
    hiding = {CellStatus.SUPPRESSED.value, CellStatus.FEW.value}
    return sum(cell.status in hiding for cell in cells)


def figures_by_place(cells: Sequence[CellDraft]) -> dict[Place, CellDraft]:
    """Return cells by table, row and column."""
    return {(cell.table, cell.row, cell.column): cell for cell in cells}


def headline(
    quarter: Quarter,
    place: Place,
    cells: Sequence[CellDraft],
    earlier: Earlier,
    *,
    label: str,
    sentence: str,
) -> Headline | None:
    """Return one figure at a glance, None where the report has no such cell."""
    cell = figures_by_place(cells).get(place)
    if cell is None:
        return None
    before = {one.code: figures_by_place(of_it).get(place) for one, of_it in earlier}
    last_year = Quarter(quarter.year - 1, quarter.number)
    changes = [
        _change(cell, before.get(quarter.previous().code), "the quarter before"),
        _change(cell, before.get(last_year.code), "a year before"),
    ]
    change = "; ".join(one for one in changes if one)
    return Headline(written(cell.status, cell.figure), label, sentence, change)


def _change(now: CellDraft, before: CellDraft | None, than: str) -> str:
    """Say how a printed figure moved; nothing where either is hidden."""
    if before is None or before.figure is None or now.figure is None:
        return ""
    moved = now.figure - before.figure
    if moved == 0:
        return f"as many as {than}"
    return f"{abs(moved):,} {'more' if moved > 0 else 'fewer'} than {than}"


def trend_chart(
    quarter: Quarter,
    place: Place,
    cells: Sequence[CellDraft],
    earlier: Earlier,
    *,
    what: str,
) -> SafeString | None:
    """Draw how one figure went over the quarters, None without an earlier one."""
    if not earlier:
        return None
    quarters = [*earlier, (quarter, cells)]
    found = [(one, figures_by_place(of_it).get(place)) for one, of_it in quarters]
    marks = [mark_of(one.short_title, cell) for one, cell in found if cell]
    return line(
        title=f"{what} over {len(marks)} quarters",
        description="; ".join(f"{mark.label}: {mark.text}" for mark in marks),
        columns=[mark.label for mark in marks],
        series=[Series(what, marks)],
    )


def as_json(report: Report, cells: Sequence[CellDraft]) -> dict[str, Any]:
    """Return a report as plain values: what it is about, its hash, its cells."""
    return {
        "reference": reference(report),
        "kind": report.kind,
        "quarter": report.quarter,
        "revision": report.revision,
        "spec": report.spec,
        "policy": report.policy,
        "content_hash": report.content_hash,
        "released_at": report.released_at.isoformat() if report.released_at else None,
        "cells": [plain(cell) for cell in cells],
    }
