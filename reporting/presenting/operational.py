"""The Operational report as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from msa.web.charts import bar
from reporting.cells import CellDraft
from reporting.disclosure import MSA_SDC_1, PublishedCell, Status, percentage
from reporting.measures.declarations import (
    ENQUIRIES,
    MEASURES,
    MEETINGS,
    OUTREACH,
    Measure,
)
from reporting.measures.facts import ALL
from reporting.models import Report
from reporting.presenting.document import (
    Document,
    Earlier,
    Headline,
    Section,
    headline,
    trend_chart,
)
from reporting.presenting.tables import Table, arrange
from reporting.quarters import Quarter
from reporting.specs import SPECS
from reporting.specs.operational import HELD

PEOPLE = ("people", ALL, "people")
#: What stands at a glance: its place, its words, its plain sentence.
_GLANCE = (
    (PEOPLE, "people supported", "Each had at least one session."),
    (("people", "NEW", "people"), "new people", "Their first journey began."),
    (
        ("journeys", "ENDED", "people"),
        "people ended a journey",
        "Some may come back.",
    ),
    (("activity", "HELD", "sessions"), "sessions", "Of every kind, in every way."),
    (("activity", "HELD", "hours"), "hours of support", "Without travel."),
    (
        ("activity", "MISSED", "sessions"),
        "meetings missed",
        "Agreed, but he didn't come.",
    ),
)


@dataclass(frozen=True, slots=True)
class OperationalDocument(Document):
    """Who was supported and how."""

    headlines: tuple[Headline, ...]
    trend: SafeString | None
    journeys: Section
    who: tuple[Section, ...]
    how: tuple[Section, ...]
    enquiries: tuple[Section, ...]
    outreach: tuple[Section, ...]
    meetings: tuple[Section, ...]
    organisations: Section

    title = "National Operational report"
    title_mi = "Te pūrongo whakahaere ā-motu"
    subject = "People supported and support given"
    body = "reporting/_body.html"
    pages = "reporting/pdf/report.html"


def describe_operational(
    report: Report, cells: Sequence[CellDraft], earlier: Earlier
) -> OperationalDocument:
    """Return an Operational report from its frozen cells and those before it.

    ``earlier`` are released quarters, oldest first; they make the trend.
    """
    tables = arrange(SPECS[report.spec], cells)
    return OperationalDocument(
        report=report,
        cells=tuple(cells),
        measures=_measures(tables),
        headlines=_headlines(report.period, cells, earlier),
        trend=trend_chart(
            report.period, PEOPLE, cells, earlier, what="People supported"
        ),
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
        enquiries=_enquiries(tables),
        outreach=_outreach(tables),
        meetings=_meetings(tables),
        organisations=Section(
            tables["organisations"], _coverage(tables["organisations"]), None
        ),
    )


def _measures(tables: dict[str, Table]) -> tuple[Measure, ...]:
    """Return what is counted in a report: an earlier one counted less."""
    found = list(MEASURES)
    if "enquiries" in tables:
        found.append(ENQUIRIES)
    if "outreach" in tables:
        found += OUTREACH
    if "group_meetings" in tables:
        found += MEETINGS
    return tuple(found)


def _headlines(
    quarter: Quarter, cells: Sequence[CellDraft], earlier: Earlier
) -> tuple[Headline, ...]:
    found = [
        headline(quarter, place, cells, earlier, label=label, sentence=sentence)
        for place, label, sentence in _GLANCE
    ]
    return tuple(one for one in found if one)


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


def _enquiries(tables: dict[str, Table]) -> tuple[Section, ...]:
    """Return the tables of enquiries; none where they were not counted yet."""
    return tuple(
        Section(
            tables[code], finding, _bar(tables[code], ENQUIRIES.label, ENQUIRIES.label)
        )
        for code, finding in (
            ("enquiries", "What came of those who got in touch"),
            ("enquiry_channels", "How they came"),
        )
        if code in tables
    )


def _outreach(tables: dict[str, Table]) -> tuple[Section, ...]:
    """Return workshops and outreach; nothing where they were not counted yet."""
    if "outreach" not in tables:
        return ()
    table, finding = tables["outreach"], "What was held for many, and who came"
    return (Section(table, finding, _bar(table, HELD.label, finding)),)


def _meetings(tables: dict[str, Table]) -> tuple[Section, ...]:
    """Return the meetings of peer groups; nothing where they were not counted yet."""
    if "group_meetings" not in tables:
        return ()
    finding = "How often groups met, and who came beside their own men"
    return (Section(tables["group_meetings"], finding, None),)


def _coverage(table: Table) -> str:
    silent = sum(line.figures[0].value is None for line in table.lines)
    count = len(table.lines)
    word = "organisation" if count == 1 else "organisations"
    least = MSA_SDC_1.organisation.threshold
    if not silent:
        return f"{count} {word}, all with {least} people or more"
    return f"{count} {word}, {count - silent} of them with {least} people or more"


def _share(value: Decimal | None, tables: dict[str, Table]) -> int | None:
    totals = [one for one in tables["people"].lines if one.is_total]
    whole = totals[0].figure("People").value if totals else None
    if value is None or whole is None:
        return None
    return percentage(
        PublishedCell("part", Status.OK, int(value)),
        PublishedCell("all", Status.OK, int(whole)),
    )


def _bar(table: Table, column: str, finding: str) -> SafeString | None:
    marks = table.marks(column)
    if not any(mark.is_shown and mark.value for mark in marks):
        return None
    told = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
    return bar(
        title=f"{column} – {finding}", description=f"{column}. {told}", marks=marks
    )
