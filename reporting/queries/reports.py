"""Reading reports and their frozen cells, for national staff and the builder."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.jobs.models import Job
from reporting.cells import CellDraft
from reporting.enums import FileFormat, Kind, State
from reporting.kinds import kind_of
from reporting.models import Cell, Report, ReportFile
from reporting.quarters import Quarter

#: Kinds of jobs, as stored.
BUILD_JOB = "report-build"
FILES_JOB = "report-files"
#: What building was called while there was one kind of report.
OLD_BUILD_JOB = "operational-report"
#: A trend shows this quarter and the seven before it.
QUARTERS_IN_A_TREND = 8


def reports(actor: Actor) -> list[Report]:
    """Return every report, the newest quarter and revision first."""
    return list(Report.objects.order_by("-quarter", "kind", "-revision"))


def of_quarter(actor: Actor, quarter: Quarter) -> list[Report]:
    """Return a quarter's reports of every kind, the newest revision first."""
    found = Report.objects.filter(quarter=quarter.code)
    return list(found.order_by("kind", "-revision"))


def report(actor: Actor, pk: UUID) -> Report:
    """Return one report.

    Raises:
        NotVisible: there is none with this id.
    """
    return report_by_id(pk)


def report_by_id(pk: UUID) -> Report:
    """Return one report, in whatever role the caller has.

    Raises:
        NotVisible: there is none with this id.
    """
    found = Report.objects.filter(id=pk).first()
    if found is None:
        raise NotVisible
    return found


def at_work(kind: Kind, quarter: Quarter) -> Report | None:
    """Return the report of a quarter that is being built or waits for its release."""
    open_states = [State.BUILDING, State.DRAFT]
    return Report.objects.filter(
        kind=kind, quarter=quarter.code, state__in=open_states
    ).first()


def cells(pk: UUID) -> list[CellDraft]:
    """Return a report's cells in their order."""
    rows = Cell.objects.filter(report=pk).order_by("position")
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
    return [CellDraft(*row) for row in rows.values_list(*fields)]


def released_before(report: Report) -> list[CellDraft]:
    """Return the cells of the quarter's released report, none if there is none."""
    before = (
        Report.objects.filter(
            Q(state=State.RELEASED)
            | Q(state=State.REPLACED, released_by__isnull=False),
            kind=report.kind,
            quarter=report.quarter,
            revision__lt=report.revision,
        )
        .order_by("-revision")
        .first()
    )
    return cells(before.id) if before else []


def trend(report: Report) -> list[tuple[Quarter, list[CellDraft]]]:
    """Return the released quarters before a report's own, oldest first.

    Frozen cells only: nothing is counted again.
    """
    earlier = Report.objects.filter(
        kind=report.kind, state=State.RELEASED, quarter__lt=report.quarter
    ).order_by("-quarter")[: QUARTERS_IN_A_TREND - 1]
    return [(one.period, cells(one.id)) for one in reversed(earlier)]


def file(pk: UUID, format_: FileFormat) -> ReportFile | None:
    """Return a report's file of a format, or None while it has none."""
    return ReportFile.objects.filter(report=pk, format=format_).first()


def released_others(report: Report) -> list[tuple[Quarter, list[CellDraft]]]:
    """Return what is released of a report's kind about other quarters, oldest first."""
    others = Report.objects.filter(kind=report.kind, state=State.RELEASED)
    others = others.exclude(quarter=report.quarter).order_by("quarter")
    return [(one.period, cells(one.id)) for one in others]


def released_lately(report: Report) -> list[tuple[Report, list[CellDraft]]]:
    """Return every release of any kind that readers can set beside a report.

    Of its own quarter, the seven before it and whatever is released about later ones,
    replaced revisions as well: who has read them has them still.
    """
    first = report.period
    for _ in range(QUARTERS_IN_A_TREND - 1):
        first = first.previous()
    released = Report.objects.filter(
        released_by__isnull=False, quarter__gte=first.code
    ).exclude(id=report.id)
    found = released.order_by("quarter", "kind", "revision")
    return [(one, cells(one.id)) for one in found]


def sizes(pk: UUID) -> dict[str, int]:
    """Return the sizes of a report's files by format, without reading the files."""
    files = ReportFile.objects.filter(report=pk)
    return dict(files.values_list("format", "size"))


def missing_files(report: Report) -> list[FileFormat]:
    """Return the formats in which a report is still to be made."""
    have = sizes(report.id)
    return [one for one in kind_of(report).formats if one not in have]


def latest_job(kind: str, pk: UUID) -> Job | None:
    """Return the last job of a kind that was asked for a report."""
    names = {kind, OLD_BUILD_JOB} if kind == BUILD_JOB else {kind}
    jobs = Job.objects.filter(kind__in=names, arguments__report=str(pk))
    return jobs.order_by("-asked_at").first()


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Return the names of members of the reader's own organisation by person."""
    found = Member.objects.filter(person__in=people)
    return dict(found.values_list("person_id", "name"))
