"""What the words and signs of the published figures mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.disclosure import MSA_SDC_1, Unit
from reporting.enums import CellStatus, Kind
from reporting.measures.declarations import (
    ENQUIRIES,
    MEASURES,
    MEETINGS,
    OUTREACH,
    SUPPORT_MEASURES,
)
from reporting.narratives.prompts import PROMPTS
from reporting.specs import SPECS

_STATUSES = {
    CellStatus.OK: "A figure that may be read. Figures are rounded by a fixed rule, "
    "so rows may not add up to their total.",
    CellStatus.SUPPRESSED: "Confidential: hidden so that nobody can be recognised, "
    "or so that a hidden figure can't be worked out. Not zero.",
    CellStatus.FEW: f"{MSA_SDC_1.few.capitalize()}, with nothing more said. "
    "It may be none.",
    CellStatus.NOT_APPLICABLE: "There is no such figure.",
}
_RULES = (
    (
        "rounding",
        "Rounding",
        "Numbers of people are rounded by chance to a multiple of "
        f"{MSA_SDC_1.national.base}, those of an organisation to a multiple of "
        f"{MSA_SDC_1.organisation.base}; sessions to "
        f"{MSA_SDC_1.magnitude_bases[Unit.OCCASIONS]} and hours to {MSA_SDC_1.hours}; "
        "a mean to a step that is coarser the fewer people it is of. The same figure "
        "is always rounded alike.",
    ),
    (
        "revision",
        "Revisions",
        "A released report never changes. A correction is a new revision with an id of "
        "its own, which names the one it supersedes.",
    ),
    (
        "period",
        "Periods",
        "A period such as 2026-Q3 is a quarter of the calendar in Pacific/Auckland.",
    ),
)


@dataclass(frozen=True, slots=True)
class Definition:
    """One word or sign, and what it means."""

    topic: str
    code: str
    label: str
    unit: str
    meaning: str

    @property
    def key(self) -> str:
        """Its place among all definitions."""
        return f"{self.topic}/{self.code}"


def definitions() -> list[Definition]:
    """Return every definition, by topic."""
    return [
        *_statuses(),
        *_rules(),
        *_kinds(),
        *_measures(),
        *_tables(),
        *_columns(),
        *_prompts(),
    ]


def _statuses() -> Iterator[Definition]:
    for status in CellStatus:
        yield Definition(
            "status", status.value, str(status.label), "", _STATUSES[status]
        )


def _rules() -> Iterator[Definition]:
    for code, label, meaning in _RULES:
        yield Definition("rule", code, label, "", meaning)


def _kinds() -> Iterator[Definition]:
    for kind in Kind:
        yield Definition("kind", kind.value, str(kind.label), "", "A kind of report.")


def _measures() -> Iterator[Definition]:
    for one in (*MEASURES, ENQUIRIES, *OUTREACH, *MEETINGS, *SUPPORT_MEASURES):
        yield Definition("measure", one.code, one.label, one.unit, one.definition)


def _tables() -> Iterator[Definition]:
    for spec in SPECS.values():
        for table in spec.tables:
            code = f"{spec.name}/{table.code}"
            yield Definition("table", code, table.title, "", table.note)


def _columns() -> Iterator[Definition]:
    for spec in SPECS.values():
        for table in spec.tables:
            for column in table.columns:
                code = f"{spec.name}/{table.code}/{column.code}"
                yield Definition("column", code, column.label, column.unit, "")


def _prompts() -> Iterator[Definition]:
    for one in PROMPTS:
        yield Definition("prompt", one.code, one.title, "", one.hint)
