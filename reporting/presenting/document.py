"""A report as one document: the page and the PDF are both made from it.

Every word and number here comes from frozen cells, so no format can say more than
another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from msa.web.charts import Mark, Series, bar, line
from msa.web.clock import local_date
from reporting.building import CellDraft
from reporting.disclosure import PublishedCell, Status, percentage
from reporting.enums import CellStatus, State
from reporting.measures.declarations import MEASURES, Measure
from reporting.measures.facts import ALL
from reporting.models import Report
from reporting.presenting.tables import Table, arrange, written
from reporting.quarters import Quarter
from reporting.specs import SPECS

Earlier = Sequence[tuple[Quarter, Sequence[CellDraft]]]

#: What stands at a glance: table, row and column, its words, its plain sentence.
_GLANCE = (
    ("people", ALL, "people", "people supported", "Each had at least one session."),
    ("people", "NEW", "people", "new people", "Their first journey began."),
    ("journeys", "ENDED", "people", "people ended a journey", "Some may come back."),
    ("activity", "HELD", "sessions", "sessions", "Of every kind, in every way."),
    ("activity", "HELD", "hours", "hours of support", "Without travel."),
    (
        "activity",
        "MISSED",
        "sessions",
        "meetings missed",
        "Agreed, but he didn't come.",
    ),
)


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
    """Everything a reader sees of one report."""

    report: Report
    quarter: Quarter
    version: str
    is_draft: bool
    headlines: tuple[Headline, ...]
    trend: SafeString | None
    journeys: Section
    who: tuple[Section, ...]
    how: tuple[Section, ...]
    organisations: Section
    measures: tuple[Measure, ...]
    hidden: int
    cells: tuple[CellDraft, ...]

    @property
    def title(self) -> str:
        """The title without its quarter."""
        return "National Operational report"

    @property
    def reference(self) -> str:
        """What a reader quotes to name this very report."""
        return f"{self.report.quarter}-{self.report.spec}-r{self.report.revision}"


def describe(report: Report, cells: Sequence[CellDraft], earlier: Earlier) -> Document:
    """Return a report's document from its frozen cells and those before it.

    ``earlier`` are released quarters, oldest first; they make the trend.
    """
    tables = arrange(SPECS[report.spec], cells)
    return Document(
        report=report,
        quarter=report.period,
        version=version(report),
        is_draft=report.state != State.RELEASED,
        headlines=_headlines(report.period, cells, earlier),
        trend=_trend(report.period, cells, earlier),
        journeys=_journeys(tables),
        who=(
            Section(tables["journeys"], "Journeys under way, and journeys ended", None),
            _people_section(tables["region"], tables, "region"),
            _people_section(tables["age"], tables, "age group"),
            _people_section(tables["ethnicity"], tables, "ethnic group"),
        ),
        how=(
            _activity_section(tables["kinds"], tables, "kind of support"),
            _activity_section(tables["ways"], tables, "way of meeting"),
            Section(tables["activity"], "What took place, and what was missed", None),
        ),
        organisations=Section(
            tables["organisations"], _coverage(tables["organisations"]), None
        ),
        measures=MEASURES,
        hidden=hidden_cells(cells),
        cells=tuple(cells),
    )


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


def figures_by_place(
    cells: Sequence[CellDraft],
) -> dict[tuple[str, str, str], CellDraft]:
    """Return cells by table, row and column."""
    return {(cell.table, cell.row, cell.column): cell for cell in cells}


def _headlines(
    quarter: Quarter, cells: Sequence[CellDraft], earlier: Earlier
) -> tuple[Headline, ...]:
    now = figures_by_place(cells)
    before = {one.code: figures_by_place(of_it) for one, of_it in earlier}
    last_year = Quarter(quarter.year - 1, quarter.number)
    found = []
    for table, row, column, label, sentence in _GLANCE:
        place = (table, row, column)
        cell = now.get(place)
        if cell is None:
            continue
        changes = [
            _change(
                cell, before.get(quarter.previous().code, {}).get(place), "quarter"
            ),
            _change(cell, before.get(last_year.code, {}).get(place), "year"),
        ]
        change = "; ".join(one for one in changes if one)
        found.append(
            Headline(written(cell.status, cell.value), label, sentence, change)
        )
    return tuple(found)


def _change(now: CellDraft, before: CellDraft | None, span: str) -> str:
    """Say how a printed figure moved; nothing where either is hidden."""
    if before is None or before.value is None or now.value is None:
        return ""
    than = "the quarter before" if span == "quarter" else "a year before"
    moved = now.value - before.value
    if moved == 0:
        return f"as many as {than}"
    return f"{abs(moved):,} {'more' if moved > 0 else 'fewer'} than {than}"


def _trend(
    quarter: Quarter, cells: Sequence[CellDraft], earlier: Earlier
) -> SafeString | None:
    if not earlier:
        return None
    quarters = [*earlier, (quarter, cells)]
    place = ("people", ALL, "people")
    found = [(one, figures_by_place(of_it).get(place)) for one, of_it in quarters]
    marks = [
        Mark(one.short_title, cell.value, cell.status) for one, cell in found if cell
    ]
    return line(
        title=f"People supported over {len(marks)} quarters",
        description="; ".join(f"{mark.label}: {mark.text}" for mark in marks),
        columns=[mark.label for mark in marks],
        series=[Series("People supported", marks)],
    )


def _journeys(tables: dict[str, Table]) -> Section:
    table = tables["people"]
    largest = table.largest("People")
    finding = "Where people were on their journey"
    if largest is not None:
        share = _share(largest.figure("People").value, tables)
        of_all = f", {share} per cent of all" if share else ""
        finding = f"Most were {largest.label.lower()}{of_all}"
    return Section(table, finding, _bar(table, "People", finding))


def _people_section(table: Table, tables: dict[str, Table], what: str) -> Section:
    largest = table.largest("People")
    if largest is None:
        finding = f"No {what} stands out"
    else:
        share = _share(largest.figure("People").value, tables)
        of_all = f", {share} per cent" if share else ""
        finding = f"The largest {what}: {largest.label}{of_all}"
    # So many bars would need a page and say no more than the table.
    chart = None if table.code == "region" else _bar(table, "People", finding)
    return Section(table, finding, chart)


def _activity_section(table: Table, tables: dict[str, Table], what: str) -> Section:
    largest = table.largest("Sessions")
    finding = (
        f"No {what} stands out"
        if largest is None
        else f"The most frequent {what}: {largest.label.lower()}"
    )
    return Section(table, finding, _bar(table, "Sessions", finding))


def _coverage(table: Table) -> str:
    silent = sum(line.figures[0].value is None for line in table.lines)
    count = len(table.lines)
    word = "organisation" if count == 1 else "organisations"
    if not silent:
        return f"{count} {word}, all with 6 people or more"
    return f"{count} {word}, {count - silent} of them with 6 people or more"


def _share(value: int | None, tables: dict[str, Table]) -> int | None:
    totals = [one for one in tables["people"].lines if one.is_total]
    whole = totals[0].figure("People").value if totals else None
    if value is None or whole is None:
        return None
    return percentage(
        PublishedCell("part", Status.OK, value), PublishedCell("all", Status.OK, whole)
    )


def _bar(table: Table, column: str, finding: str) -> SafeString | None:
    marks = table.marks(column)
    if not any(mark.is_shown and mark.value for mark in marks):
        return None
    told = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
    return bar(
        title=f"{column} – {finding}", description=f"{column}. {told}", marks=marks
    )


def as_json(report: Report, cells: Sequence[CellDraft]) -> dict[str, Any]:
    """Return a report as plain values: what it is about, its hash, its cells."""
    return {
        "reference": f"{report.quarter}-{report.spec}-r{report.revision}",
        "kind": report.kind,
        "quarter": report.quarter,
        "revision": report.revision,
        "spec": report.spec,
        "policy": report.policy,
        "content_hash": report.content_hash,
        "released_at": report.released_at.isoformat() if report.released_at else None,
        "cells": [
            {
                "table": cell.table,
                "row": cell.row,
                "column": cell.column,
                "label": cell.label,
                "status": cell.status,
                "value": cell.value,
            }
            for cell in cells
        ],
    }
