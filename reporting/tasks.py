"""What the report builder does: a draft from facts, files from a released report.

Runs only in the process that holds the rounding key. Whatever happens on the way, the
result appears whole in one transaction, or not at all (REP-02).
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from msa.jobs.models import Job
from msa.jobs.registry import Progress, Publish, handles
from msa.tenancy.context import Context, use
from reporting.building import compile_operational
from reporting.disclosure import RoundingKey
from reporting.enums import State
from reporting.measures.reading import read_facts
from reporting.models import Report
from reporting.presenting.document import describe
from reporting.presenting.pdf import render_pdf
from reporting.publishing import write_draft, write_pdf
from reporting.queries.reports import (
    BUILD_JOB,
    FILES_JOB,
    cells,
    pdf,
    released_before,
    report_by_id,
    trend,
)
from reporting.revising import correct


@handles(BUILD_JOB)
def build_operational_report(job: Job, progress: Progress, publish: Publish) -> None:
    """Count, protect and write the cells of a report; they appear all at once."""
    with use(_builder(job)):
        report = _report(job)
        progress(done=0, total=4, step="Counting people and sessions")
        facts = read_facts(report.period)
        progress(done=1, total=4, step="Protecting small numbers")
        key = RoundingKey(settings.MSA_ROUNDING_KEY)
        compiled = compile_operational(facts, key=key)
        progress(done=2, total=4, step="Looking for an earlier release")
        with transaction.atomic():
            before = released_before(report)
        drafts = correct(before, compiled.cells) if before else compiled.cells
        progress(done=3, total=4, step="Writing the draft")

        def write() -> None:
            now = Report.objects.select_for_update(of=("self",)).get(id=report.id)
            # A job asked for twice finds the draft of the first.
            if now.state == State.BUILDING:
                write_draft(now, drafts, attack=compiled.attack, at=timezone.now())

        publish(write)


@handles(FILES_JOB)
def make_report_files(job: Job, progress: Progress, publish: Publish) -> None:
    """Make the files of a released report from its frozen cells."""
    with use(_builder(job)):
        progress(done=0, total=3, step="Reading the released figures")
        with transaction.atomic():
            report = report_by_id(UUID(job.arguments["report"]))
            document = describe(report, cells(report.id), trend(report))
        progress(done=1, total=3, step="Setting the pages of the PDF")
        content = render_pdf(document)
        progress(done=2, total=3, step="Keeping the PDF")

        def write() -> None:
            if pdf(report.id) is None:
                write_pdf(report, content, at=timezone.now())

        publish(write)


def _builder(job: Job) -> Context:
    return Context(job.asked_for, job.asked_by, "reporting")


def _report(job: Job) -> Report:
    with transaction.atomic():
        return report_by_id(UUID(job.arguments["report"]))
