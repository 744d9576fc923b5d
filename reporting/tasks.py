"""What the report builder does: a draft from facts, files from a released report.

Runs only in the process that holds the rounding key. Whatever happens on the way, the
result appears whole in one transaction, or not at all (REP-02).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from msa.jobs.models import Job
from msa.jobs.registry import Progress, Publish, handles
from msa.tenancy.context import Context, use
from reporting.cells import Compiled
from reporting.checking.checks import SECONDS, check
from reporting.disclosure import RoundingKey
from reporting.enums import FileFormat, State
from reporting.kinds import describe, kind_of
from reporting.models import Report
from reporting.presenting.csv import render_csv
from reporting.presenting.document import Earlier
from reporting.presenting.pdf import render_pdf
from reporting.queries.reports import (
    BUILD_JOB,
    FILES_JOB,
    OLD_BUILD_JOB,
    cells,
    missing_files,
    released_before,
    released_lately,
    released_others,
    report_by_id,
    trend,
)
from reporting.services.publishing import write_draft, write_file

STEPS = 5
_FILES = {FileFormat.PDF: render_pdf, FileFormat.CSV: render_csv}


@handles(BUILD_JOB)
def build_report(job: Job, progress: Progress, publish: Publish) -> None:
    """Count, protect, attack and write a report; its cells appear all at once."""
    with use(_builder(job)):
        report, others = _begin(job)
        kind = kind_of(report)
        progress(done=0, total=STEPS, step=kind.counting)
        facts = kind.read(report.period)
        progress(done=1, total=STEPS, step="Protecting small numbers")
        key = RoundingKey(settings.MSA_ROUNDING_KEY)
        compiled = kind.compile(facts, key, others)
        progress(done=2, total=STEPS, step="Looking for earlier releases")
        compiled = _as_correction(report, compiled, others)

        def tell() -> None:
            progress(
                done=3,
                total=STEPS,
                step="Trying to work out what is hidden",
                takes=timedelta(seconds=2 * SECONDS),
            )

        compiled = _attacked(report, compiled, tell)
        progress(done=4, total=STEPS, step="Writing the draft")

        def write() -> None:
            now = Report.objects.select_for_update(of=("self",)).get(id=report.id)
            # A job asked for twice finds the draft of the first.
            if now.state == State.BUILDING:
                kind.keep(now, compiled)
                write_draft(now, compiled, at=timezone.now())

        publish(write)


@handles(OLD_BUILD_JOB)
def build_operational_report(job: Job, progress: Progress, publish: Publish) -> None:
    """Build a report that was asked for while there was one kind of report."""
    build_report(job, progress, publish)


@handles(FILES_JOB)
def make_report_files(job: Job, progress: Progress, publish: Publish) -> None:
    """Make the files of a released report from its frozen cells."""
    with use(_builder(job)):
        progress(done=0, total=3, step="Reading the released figures")
        with transaction.atomic():
            report = report_by_id(UUID(job.arguments["report"]))
            document = describe(report, cells(report.id), trend(report))
        progress(done=1, total=3, step="Setting the pages of the PDF")
        made = {one: _FILES[one](document) for one in kind_of(report).formats}
        progress(done=2, total=3, step="Keeping the files")

        def write() -> None:
            for format_ in missing_files(report):
                write_file(report, format_, made[format_], at=timezone.now())

        publish(write)


def _begin(job: Job) -> tuple[Report, Earlier]:
    """Return the report of a job and what is released about other quarters."""
    with transaction.atomic():
        report = report_by_id(UUID(job.arguments["report"]))
        return report, released_others(report)


def _as_correction(report: Report, compiled: Compiled, others: Earlier) -> Compiled:
    """Return what may change of a report that was released before."""
    with transaction.atomic():
        before = released_before(report)
    if not before:
        return compiled
    corrected = kind_of(report).correct(report, before, compiled.cells, others)
    return replace(compiled, cells=tuple(corrected))


def _attacked(report: Report, compiled: Compiled, tell: Callable[[], None]) -> Compiled:
    """Return what is left to publish after the attack, and what the attack says."""
    with transaction.atomic():
        released = released_lately(report)
    kind = kind_of(report)
    checked = check(
        compiled.cells,
        published=lambda cells: kind.published(report, cells),
        before=[kind_of(one).published(one, cells) for one, cells in released],
        tell=tell,
    )
    said = {**compiled.attack, **checked.attack}
    return replace(compiled, cells=checked.cells, attack=said)


def _builder(job: Job) -> Context:
    return Context(job.asked_for, job.asked_by, "reporting")
