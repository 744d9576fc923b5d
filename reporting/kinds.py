"""Each kind of report, and what makes it: all that differs between them stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.attack import Publication
from reporting.building.operational import compile_operational
from reporting.building.revising import correct, correct_support
from reporting.building.support import compile_support
from reporting.cells import CellDraft, Compiled
from reporting.checking.publications import operational_publication, support_publication
from reporting.disclosure import RoundingKey
from reporting.enums import FileFormat, Kind
from reporting.measures.ratings import read_ratings
from reporting.measures.reading import read_facts
from reporting.models import Report
from reporting.narratives.compiling import (
    compile_qualitative,
    keep_passages,
    passages_hashed,
    qualitative_publication,
    read_submissions,
)
from reporting.narratives.document import describe_qualitative
from reporting.presenting.document import Document, Earlier
from reporting.presenting.operational import describe_operational
from reporting.presenting.support import describe_support
from reporting.quarters import Quarter
from reporting.specs import OPERATIONAL_3, QUALITATIVE_1, SUPPORT_1, ReportSpec

Cells = Sequence[CellDraft]


def _nothing_kept(report: Report, compiled: Compiled) -> None:
    """Keep nothing beside the cells."""


def _no_figures(report: Report, cells: Cells) -> Publication:
    return Publication(report.kind, report.quarter, report.revision, ())


def _correct_counts(
    report: Report, before: Cells, now: Cells, others: Earlier
) -> Cells:
    return correct(before, now)


def _correct_support(
    report: Report, before: Cells, now: Cells, others: Earlier
) -> Cells:
    return correct_support(before, now, quarter=report.period, others=others)


def _nothing_beside(report: Report) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class ReportKind:
    """How one kind of report comes to be.

    The report builder calls, in the role ``reporting`` and in this order: ``read`` for
    the quarter's true facts, ``compile`` with them, the rounding key and the released
    reports of other quarters (oldest first), ``correct`` if the quarter was released
    before, ``published`` to give the attack what readers have, ``keep`` inside the
    transaction that writes the cells. ``beside`` returns what was kept as plain
    values: the content hash covers it. ``describe`` makes the document that page and
    PDF are drawn from, in whatever role asks. ``counting`` tells those who wait what
    ``read`` does, ``formats`` are the files of a released report.
    """

    spec: ReportSpec
    counting: str
    read: Callable[[Quarter], Any]
    compile: Callable[[Any, RoundingKey, Earlier], Compiled]
    describe: Callable[[Report, Cells, Earlier], Document]
    published: Callable[[Report, Cells], Publication] = _no_figures
    correct: Callable[[Report, Cells, Cells, Earlier], Cells] = _correct_counts
    keep: Callable[[Report, Compiled], None] = _nothing_kept
    beside: Callable[[Report], Mapping[str, Any]] = _nothing_beside
    formats: tuple[FileFormat, ...] = (FileFormat.PDF, FileFormat.CSV)


def _compile_support(facts: Any, key: RoundingKey, others: Earlier) -> Compiled:
    return compile_support(facts, key=key, others=others)


def _compile_operational(facts: Any, key: RoundingKey, others: Earlier) -> Compiled:
    return compile_operational(facts, key=key)


#: In the order in which they are offered; a kind that is not here can't be started.
KINDS: dict[Kind, ReportKind] = {
    Kind.OPERATIONAL: ReportKind(
        spec=OPERATIONAL_3,
        counting="Counting people and sessions",
        read=read_facts,
        compile=_compile_operational,
        describe=describe_operational,
        published=operational_publication,
    ),
    Kind.SUPPORT: ReportKind(
        spec=SUPPORT_1,
        counting="Counting check-ins and answers",
        read=read_ratings,
        compile=_compile_support,
        describe=describe_support,
        published=support_publication,
        correct=_correct_support,
    ),
    Kind.QUALITATIVE: ReportKind(
        spec=QUALITATIVE_1,
        counting="Reading the narratives that were submitted",
        read=read_submissions,
        compile=compile_qualitative,
        describe=describe_qualitative,
        published=qualitative_publication,
        keep=keep_passages,
        beside=passages_hashed,
        formats=(FileFormat.PDF,),
    ),
}


def kind_of(report: Report) -> ReportKind:
    """Return what makes reports of this one's kind."""
    return KINDS[Kind(report.kind)]


def describe(report: Report, cells: Cells, earlier: Earlier) -> Document:
    """Return a report's document from its frozen cells and the released ones before.

    ``earlier`` are released quarters of the same kind, oldest first.
    """
    return kind_of(report).describe(report, cells, earlier)
