"""The Support report as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from assessments.instruments import Group
from msa.web.charts import Mark, Series, stacked_bar
from reporting.cells import CellDraft
from reporting.disclosure import PublishedCell, Status, percentage
from reporting.enums import CellStatus
from reporting.measures.declarations import SUPPORT_MEASURES
from reporting.measures.ratings import EARLIER, FORM, SINCE_FIRST
from reporting.models import Report
from reporting.presenting.document import (
    Document,
    Earlier,
    Headline,
    Section,
    headline,
    trend_chart,
)
from reporting.presenting.tables import Line, Table, arrange, written
from reporting.quarters import Quarter
from reporting.specs import SPECS
from reporting.specs.parts import ORGANISATIONS
from reporting.specs.support import (
    CHECK_IN_ROWS,
    YEAR,
    answers_table,
    means_table,
)

_ASKED = ("check_ins", CHECK_IN_ROWS[FORM.code], "people")
_DONE = ("check_ins", CHECK_IN_ROWS[FORM.code], "check_ins")
_ABOUT = {item.code: item.about for one in (FORM, EARLIER) for item in one.items}
#: The answers that are told apart in a chart; there is room for four parts.
_TOLD_APART = 3
_THE_REST = "Less than that, rather not say, or c"


class _Unwritten(Mark):
    """A mark that is drawn and has no figure of its own: no cell holds it."""

    @property
    def text(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A group of statements: its chart, its tables and what they show."""

    group: Group
    finding: str
    chart: SafeString | None
    answers: Table
    change: str
    means: Table


@dataclass(frozen=True, slots=True)
class SupportDocument(Document):
    """What men said about the support they had, and what changed for them."""

    headlines: tuple[Headline, ...]
    trend: SafeString | None
    check_ins: Section
    groups: tuple[GroupPart, ...]
    organisations: Section
    year: Section
    earlier: GroupPart | None

    title = "National Support report"
    title_mi = "Te pūrongo tautoko ā-motu"
    subject = "What men said about the support they had"
    body = "reporting/support/_body.html"
    pages = "reporting/pdf/support.html"


def describe_support(
    report: Report, cells: Sequence[CellDraft], earlier: Earlier
) -> SupportDocument:
    """Return a Support report from its frozen cells and those before it.

    ``earlier`` are released quarters, oldest first; they make the trend.
    """
    words_mi = {item.code: item.statement.te_reo for item in FORM.items}
    tables = arrange(SPECS[report.spec], cells, words_mi)
    (of_earlier,) = EARLIER.groups
    has_earlier = bool(tables[answers_table(of_earlier.code)].lines)
    return SupportDocument(
        report=report,
        cells=tuple(cells),
        measures=SUPPORT_MEASURES,
        headlines=_headlines(report.period, cells, earlier, tables),
        trend=trend_chart(
            report.period, _ASKED, cells, earlier, what="People whose answers count"
        ),
        check_ins=Section(tables["check_ins"], _pooled(tables["check_ins"]), None),
        groups=tuple(_group(group, tables) for group in FORM.groups),
        organisations=Section(
            tables[ORGANISATIONS], _coverage(tables[ORGANISATIONS]), None
        ),
        year=Section(
            tables[YEAR],
            f"Figures printed so far in {report.period.financial_year}",
            None,
        ),
        earlier=_group(of_earlier, tables) if has_earlier else None,
    )


def _headlines(
    quarter: Quarter,
    cells: Sequence[CellDraft],
    earlier: Earlier,
    tables: dict[str, Table],
) -> tuple[Headline, ...]:
    found = [
        headline(
            quarter,
            _ASKED,
            cells,
            earlier,
            label="people had their say",
            sentence="Each finished a check-in and agreed to be counted.",
        ),
        headline(
            quarter,
            _DONE,
            cells,
            earlier,
            label="check-ins finished",
            sentence="Counted or not.",
        ),
        *(_most_true(group, tables) for group in FORM.groups),
    ]
    return tuple(one for one in found if one)


def _most_true(group: Group, tables: dict[str, Table]) -> Headline | None:
    best = _best(tables[answers_table(group.code)])
    if best is None:
        return None
    line, share = best
    return Headline(
        f"{share}%",
        f"found this mostly or very true: {_ABOUT[line.code].lower()}",
        f"The most of all statements under “{group.title.en}”.",
        "",
    )


def _group(group: Group, tables: dict[str, Table]) -> GroupPart:
    answers, means = tables[answers_table(group.code)], tables[means_table(group.code)]
    best = _best(answers)
    finding = "No statement stands out"
    if best is not None:
        line, share = best
        about = _ABOUT[line.code].lower()
        said = "4 or 5" if group in EARLIER.groups else "mostly or very true"
        finding = f"Most often {said}, {share} per cent: {about}"
    return GroupPart(
        group=group,
        finding=finding,
        chart=_chart(group, answers, finding),
        answers=answers,
        change=_change(means),
        means=means,
    )


def _best(table: Table) -> tuple[Line, int] | None:
    """Return the statement that the largest share found mostly or very true."""
    shares = [(line, _share(line)) for line in table.lines]
    shown = [(line, share) for line, share in shares if share is not None]
    shown.sort(key=lambda one: one[1], reverse=True)
    if not shown or (len(shown) > 1 and shown[0][1] == shown[1][1]):
        return None
    return shown[0]


def _share(line: Line) -> int | None:
    """Return the per cent of those asked who gave one of the two highest answers."""
    asked, given = line.figures[0].value, _given(line)[:2]
    if asked is None or None in given:
        return None
    return percentage(
        PublishedCell("part", Status.OK, int(sum(one for one in given if one))),
        PublishedCell("all", Status.OK, int(asked)),
    )


def _given(line: Line) -> list[Decimal | None]:
    """Return how many gave each answer, the highest first."""
    asked_and_answered, scores = 2, len(FORM.scale.labels)
    figures = line.figures[asked_and_answered : asked_and_answered + scores]
    return [figure.value for figure in reversed(figures)]


def _chart(group: Group, table: Table, finding: str) -> SafeString | None:
    """Draw a bar of those asked for each statement, divided by what they answered."""
    drawn = [line for line in table.lines if None not in _parts(line)]
    if len(drawn) * 2 <= len(table.lines):
        # Mostly outlined gaps say less than the table.
        return None
    labels = [words.en for words in reversed(FORM.scale.labels)][:_TOLD_APART]
    if group not in FORM.groups:
        labels = [words.en for words in reversed(EARLIER.scale.labels)][:_TOLD_APART]
    series = [
        Series(label, [_mark(line, at) for line in table.lines])
        for at, label in enumerate(labels)
    ]
    series.append(Series(_THE_REST, [_rest(line) for line in table.lines]))
    told = "; ".join(
        f"{_ABOUT[line.code]}: "
        + ", ".join(f"{one.label}: {one.marks[at].text}" for one in series[:-1])
        for at, line in enumerate(table.lines)
    )
    return stacked_bar(
        title=f"{group.title.en} – {finding}",
        description=f"People by answer. {told}",
        columns=[_ABOUT[line.code] for line in table.lines],
        series=series,
    )


def _parts(line: Line) -> list[Decimal | None]:
    return [line.figures[0].value, *_given(line)[:_TOLD_APART]]


def _mark(line: Line, at: int) -> Mark:
    value = _given(line)[at]
    if value is None or None in _parts(line):
        return Mark(line.label, None)
    return Mark(line.label, float(value))


def _rest(line: Line) -> Mark:
    asked, *given = _parts(line)
    if asked is None or None in given:
        return Mark(line.label, None)
    rest = asked - sum(one for one in given if one is not None)
    # Each figure is rounded by itself, so they may add up to more than those asked.
    return _Unwritten(line.label, float(max(rest, Decimal(0))))


def _change(table: Table) -> str:
    """Say what changed most since first check-ins, in printed means."""
    column = next(one.label for one in table.columns if one.code == SINCE_FIRST)
    shown = [
        (line, line.figure(column).value)
        for line in table.lines
        if line.figure(column).value is not None
    ]
    grown = [(line, by) for line, by in shown if by is not None and by > 0]
    if not shown:
        return "Too few men answered twice to tell what changed"
    if not grown:
        return "No mean is higher than at first check-ins"
    line, by = max(grown, key=lambda one: one[1])
    return (
        f"{len(grown)} of {len(table.lines)} means are higher than at first check-ins; "
        f"the most by {written(CellStatus.OK.value, by, is_change=True)}:"
        f" {_ABOUT[line.code].lower()}"
    )


def _pooled(table: Table) -> str:
    quarters = next((line.figures[2].value for line in table.lines), None)
    if quarters is None:
        return "Too few answers for means"
    if quarters == 1:
        return "The means are of this quarter alone"
    return f"The means are of {quarters} quarters together, up to this one"


def _coverage(table: Table) -> str:
    shown = sum(
        any(not figure.is_hidden for figure in line.figures[3:]) for line in table.lines
    )
    return f"{shown} of {len(table.lines)} organisations have answers enough for a mean"
