"""Frozen cells as the attack is given them: figures, and the headings over them.

Which figures make up which is said here from the tables as a reader sees them, not
taken from what protected them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.instruments import Instrument
from reporting.attack import Figure, Mean, Publication, Reading, Relation, Sum
from reporting.cells import CellDraft
from reporting.measures.facts import ALL
from reporting.measures.ratings import (
    EARLIER,
    FORM,
    SINCE_FIRST,
    SINCE_PREVIOUS,
    back_from,
)
from reporting.models import Report
from reporting.specs.operational import EXACT
from reporting.specs.parts import ORGANISATIONS
from reporting.specs.support import (
    CHECK_IN_ROWS,
    answers_table,
    means_table,
    score_column,
    step_column,
)

#: Columns that count activity, and the published rule for them.
_AMOUNTS = {"sessions": "sessions", "hours": "hours", "check_ins": "sessions"}
#: Tables whose rows make up all people supported, and how.
_PEOPLE_TABLES = {
    "people": Relation.ADDS,
    "age": Relation.ADDS,
    "region": Relation.ADDS,
    ORGANISATIONS: Relation.ADDS,
    "ethnicity": Relation.COVERS,
    "kinds": Relation.COVERS,
    "ways": Relation.COVERS,
}
_ACTIVITY_TABLES = ("kinds", "ways", ORGANISATIONS)


@dataclass(frozen=True, slots=True)
class _Printed:
    """The cells of one report by place."""

    cells: Mapping[tuple[str, str, str], CellDraft]

    def names(self, table: str, column: str, *, but: str = "") -> tuple[str, ...]:
        """Return the names of a table's figures in a column."""
        return tuple(
            _name(*place)
            for place in self.cells
            if place[0] == table and place[2] == column and place[1] != but
        )

    def has(self, table: str, row: str, column: str) -> bool:
        """Say whether there is such a cell."""
        return (table, row, column) in self.cells


def operational_publication(report: Report, cells: Sequence[CellDraft]) -> Publication:
    """Return an Operational report as its readers have it."""
    printed = _Printed({(one.table, one.row, one.column): one for one in cells})
    sums = [
        Sum(_name("people", ALL, "people"), parts, relation)
        for table, relation in _PEOPLE_TABLES.items()
        if (parts := printed.names(table, "people", but=ALL))
    ]
    sums += [
        Sum(_name("activity", "HELD", column), parts)
        for table in _ACTIVITY_TABLES
        for column in ("sessions", "hours")
        if (parts := printed.names(table, column))
    ]
    sums += [
        Sum(_name("enquiries", ALL, "enquiries"), parts)
        for table in ("enquiries", "enquiry_channels")
        if (parts := printed.names(table, "enquiries", but=ALL))
    ]
    figures = [
        _figure(one, _people_of(one, printed))
        for one in cells
        if one.column not in EXACT
    ]
    return Publication(
        report.kind, report.quarter, report.revision, tuple(figures), tuple(sums)
    )


def support_publication(report: Report, cells: Sequence[CellDraft]) -> Publication:
    """Return a Support report as its readers have it.

    The year so far is left out: every reader adds it up himself.
    """
    printed = _Printed({(one.table, one.row, one.column): one for one in cells})
    figures = [_figure(one, None) for one in cells if _counts(one)]
    sums = [
        Sum(_name("check_ins", CHECK_IN_ROWS[FORM.code], column), parts)
        for column in ("people", "check_ins")
        if (parts := printed.names(ORGANISATIONS, column))
    ]
    means: list[Mean] = []
    for instrument in (FORM, EARLIER):
        if printed.has("check_ins", CHECK_IN_ROWS[instrument.code], "people"):
            sums += _sums_of_statements(instrument, printed)
            means += _means_of_statements(report, instrument, printed)
    means += _means_of_organisations(report, printed)
    return Publication(
        report.kind,
        report.quarter,
        report.revision,
        tuple(figures),
        tuple(sums),
        tuple(means),
    )


def _name(table: str, row: str, column: str) -> str:
    return f"{table}/{row}/{column}"


def _figure(cell: CellDraft, people: str | None) -> Figure:
    name = _name(cell.table, cell.row, cell.column)
    return Figure(name, _rule(cell), Reading(cell.status), cell.value, people)


def _rule(cell: CellDraft) -> str:
    rule = _AMOUNTS.get(cell.column)
    if cell.table != ORGANISATIONS:
        return rule or "people"
    return f"organisation_{rule}" if rule else "headcount"


def _people_of(cell: CellDraft, printed: _Printed) -> str | None:
    """Name the figure that counts the people of an amount, where there is one."""
    if cell.column not in _AMOUNTS:
        return None
    table, row = cell.table, cell.row
    if (table, row) == ("activity", "HELD"):
        table, row = "people", ALL
    if not printed.has(table, row, "people"):
        return None
    return _name(table, row, "people")


def _counts(cell: CellDraft) -> bool:
    """Say whether a cell of a Support report counts people or check-ins."""
    columns = {"people", "check_ins", "asked", "answered", "not_said"}
    is_count = cell.column in columns or cell.column.startswith("score_")
    return is_count and cell.table != "year"


def _sums_of_statements(instrument: Instrument, printed: _Printed) -> Iterable[Sum]:
    everybody = ("check_ins", CHECK_IN_ROWS[instrument.code], "people")
    for item in instrument.items:
        table = answers_table(item.group)
        asked = (table, item.code, "asked")
        scores = [
            _name(table, item.code, score_column(score))
            for score, _ in instrument.scale.choices
        ]
        not_said = _name(table, item.code, "not_said")
        answered = _name(table, item.code, "answered")
        yield Sum(_name(*asked), (*scores, not_said))
        yield Sum(_name(*asked), (answered, not_said))
        if printed.cells[asked].value == printed.cells[everybody].value:
            yield Sum(_name(*everybody), (_name(*asked),))


def _means_of_statements(
    report: Report, instrument: Instrument, printed: _Printed
) -> Iterable[Mean]:
    taken = printed.cells["check_ins", CHECK_IN_ROWS[instrument.code], "quarters"]
    reach = instrument.scale.highest - instrument.scale.lowest
    for item in instrument.items:
        answers, table = answers_table(item.group), means_table(item.group)
        yield _mean(
            printed,
            (table, item.code, "mean"),
            measure=item.code,
            rule="national",
            scale=(instrument.scale.lowest, instrument.scale.highest),
            quarters=_quarters(report, taken),
            people=_name(answers, item.code, "answered"),
            distribution=tuple(
                (score, _name(answers, item.code, score_column(score)))
                for score, _ in instrument.scale.choices
            ),
        )
        for change in (SINCE_FIRST, SINCE_PREVIOUS):
            yield _mean(
                printed,
                (table, item.code, change),
                measure=f"{item.code}/{change}",
                rule="national",
                scale=(-reach, reach),
                quarters=_quarters(report, taken),
            )


def _means_of_organisations(report: Report, printed: _Printed) -> Iterable[Mean]:
    rows = [
        row
        for table, row, column in printed.cells
        if table == ORGANISATIONS and column == "quarters"
    ]
    for row in rows:
        taken = printed.cells[ORGANISATIONS, row, "quarters"]
        for group in FORM.groups:
            yield _mean(
                printed,
                (ORGANISATIONS, row, group.code),
                measure=f"{group.code} at {row}",
                rule="organisation",
                scale=(FORM.scale.lowest, FORM.scale.highest),
                quarters=_quarters(report, taken),
                answers_each=len(FORM.items_of(group.code)),
            )


def _quarters(report: Report, taken: CellDraft) -> tuple[str, ...]:
    together = back_from(report.period)[: taken.value or 1]
    return tuple(one.code for one in together)


def _mean(
    printed: _Printed,
    place: tuple[str, str, str],
    *,
    measure: str,
    rule: str,
    scale: tuple[int, int],
    quarters: tuple[str, ...],
    people: str | None = None,
    answers_each: int = 1,
    distribution: tuple[tuple[int, str], ...] = (),
) -> Mean:
    table, row, column = place
    cell, step = printed.cells[place], printed.cells[table, row, step_column(column)]
    is_shown = cell.figure is not None and step.figure is not None
    return Mean(
        name=_name(*place),
        measure=measure,
        rule=rule,
        reading=Reading(cell.status),
        lowest=scale[0],
        highest=scale[1],
        quarters=quarters,
        value=Fraction(cell.figure or 0) if is_shown else None,
        step=Fraction(step.figure or 0) if is_shown else None,
        people=people,
        answers_each=answers_each,
        distribution=distribution,
    )
