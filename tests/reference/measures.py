"""The measures page: what the reports count, in the reports' own words."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.measures.declarations import (
    ENQUIRIES,
    MEASURES,
    MEETINGS,
    OUTREACH,
    SUPPORT_MEASURES,
    Measure,
)
from reporting.specs import OPERATIONAL_3, SUPPORT_1, ReportSpec
from tests.guards.catalogue import Connection
from tests.reference.writing import page

_SAYS = """\
What each figure of the national reports counts, and the tables it stands in. The
declarations are in `reporting/measures` and `reporting/specs`."""


def measures(_database: Connection) -> str:
    """Return the page of measures."""
    counted = (*MEASURES, ENQUIRIES, *OUTREACH, *MEETINGS)
    parts: list[str] = []
    for title, measured, spec in (
        ("Operational report", counted, OPERATIONAL_3),
        ("Support report", SUPPORT_MEASURES, SUPPORT_1),
    ):
        parts += [f"## {title}", *map(_of_measure, measured)]
        parts += [f"### Tables of `{spec.name}`", "\n".join(_of_tables(spec))]
    return page("Measures of the reports", _SAYS, parts)


def _of_measure(one: Measure) -> str:
    lines = [
        f"### {one.label}",
        "",
        one.definition,
        "",
        f"- Code: `{one.code}`",
        f"- Unit: {one.unit}",
        f"- Broken down by: {', '.join(one.dimensions) or 'nothing'}",
        f"- Source: {one.source}",
    ]
    return "\n".join(lines)


def _of_tables(spec: ReportSpec) -> Iterator[str]:
    for one in spec.tables:
        columns = ", ".join(column.label.lower() for column in one.columns)
        yield f"- `{one.code}`: {one.title} ({columns}). {one.note}".strip()
