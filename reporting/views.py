"""National report pages: start, watch, read, release, take away (UI-N1–N3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.clock.days import local_date
from msa.jobs.models import Job
from msa.jobs.models import State as JobState
from reporting.enums import FileFormat, State
from reporting.forms import StartReport
from reporting.kinds import KINDS, describe, kind_of
from reporting.models import Report
from reporting.presenting.checklist import checklist
from reporting.presenting.document import as_json, hidden_cells, version
from reporting.quarters import NotAQuarter, Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

#: How many quarters back a report may be started.
QUARTERS_OFFERED = 8
_REFUSALS = {
    Reason.SAME_PERSON: "You compiled this report, so somebody else has to release it.",
    Reason.NOT_SAFE: "Somebody could work out from these figures what is hidden. "
    "Nobody can release them. Set the draft aside, and tell whoever looks after "
    "the system which figures are named below.",
    Reason.NOT_READY: "This report is not a draft that can be released.",
}


@require_safe
def reports(request: AreaRequest) -> HttpResponse:
    """List the reports and offer to start one."""
    return _list(request, _start_form())


@require_POST
def start(request: AreaRequest) -> HttpResponse:
    """Start a report, or lead to the one of that quarter that is at work."""
    form = _start_form(request.POST)
    if not form.is_valid():
        return _list(request, form)
    kind, quarter = form.chosen()
    started = services.start(request.actor, kind, quarter, at=timezone.now())
    if not started.is_new:
        messages.info(
            request,
            f"The {kind.label} for {quarter.title} was started before. "
            "This is it: release it or set it aside before you start another.",
        )
    return redirect("national:report", started.report.id)


@require_safe
def of_quarter(request: AreaRequest, quarter: str) -> HttpResponse:
    """Show how far every report of a quarter is, and what is to be done next."""
    try:
        chosen = Quarter.from_code(quarter)
    except NotAQuarter as fault:
        raise NotVisible from fault
    if chosen not in _offered():
        raise NotVisible
    today = local_date(timezone.now())
    page = {
        "quarter": chosen,
        "is_closed": chosen.is_closed(today),
        "kinds": checklist(
            list(KINDS), queries.of_quarter(request.actor, chosen), request.actor.person
        ),
    }
    return render(request, "reporting/quarter.html", page)


@require_safe
def report(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show a report: how far its building is, or everything it says."""
    found = queries.report(request.actor, pk)
    if found.state == State.BUILDING:
        return redirect("national:report-progress", pk)
    page = _reading(request, found)
    is_polled = request.headers.get("HX-Request") == "true"
    if is_polled and "text" not in page:
        # Nothing is under way any more: the whole page has changed, not a part of it.
        return HttpResponse(headers={"HX-Redirect": request.path})
    return render(request, "reporting/report.html", page)


@require_safe
def progress(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show how far the building of a report is; polled, and readable by itself."""
    found = queries.report(request.actor, pk)
    if found.state != State.BUILDING:
        address = redirect("national:report", pk)
        if request.headers.get("HX-Request") != "true":
            return address
        # A redirect would be followed out of sight; this one moves the page.
        return HttpResponse(headers={"HX-Redirect": address["Location"]})
    job = queries.latest_job(queries.BUILD_JOB, pk)
    page = {"report": found, "quarter": found.period, **_standing(job)}
    return render(request, "reporting/progress.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show what a release would publish; publish it when another person asks."""
    found = queries.report(request.actor, pk)
    refusal = _refusal(request, found)
    if request.method == "POST":
        try:
            services.release(request.actor, pk, at=timezone.now())
        except AccessDenied as fault:
            refusal = _REFUSALS[fault.reason]
        else:
            messages.success(request, "Released. Its files are being made.")
            return redirect("national:report", pk)
    cells = queries.cells(pk)
    document = describe(found, cells, queries.trend(found))
    page = {
        "report": found,
        "quarter": found.period,
        "refusal": refusal,
        "document": document,
        "hidden": hidden_cells(cells),
        "shown": sum(cell.value is not None for cell in cells),
        "compiler": _names(found).get(found.compiled_by, "a former colleague"),
    }
    status = 403 if refusal and request.method == "POST" else 200
    return render(request, "reporting/release.html", page, status=status)


@require_POST
def set_aside(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Put a draft aside so that the quarter can be built anew."""
    services.set_aside(request.actor, pk, at=timezone.now())
    messages.success(request, "The draft was set aside. You can start the report anew.")
    return redirect("national:reports")


@require_POST
def try_again(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Ask again for what stopped."""
    services.try_again(request.actor, pk, at=timezone.now())
    return redirect("national:report", pk)


@require_safe
def pdf(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Give a released report as a PDF."""
    return _file(request, pk, FileFormat.PDF, "application/pdf")


@require_safe
def csv(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Give the frozen cells of a released report as CSV."""
    return _file(request, pk, FileFormat.CSV, "text/csv; charset=utf-8")


@require_safe
def data(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Give what a released report holds, figures and words, as JSON."""
    found = queries.report(request.actor, pk)
    if found.released_at is None:
        raise NotVisible
    content = orjson.dumps(
        {**as_json(found, queries.cells(pk)), **kind_of(found).beside(found)},
        option=orjson.OPT_INDENT_2,
    )
    return _download(content, "application/json", f"{_name(found)}.json")


def _file(
    request: AreaRequest, pk: UUID, format_: FileFormat, kind: str
) -> HttpResponse:
    found = queries.report(request.actor, pk)
    file = queries.file(pk, format_)
    if file is None:
        raise NotVisible
    return _download(bytes(file.content), kind, f"{_name(found)}.{format_}")


def _start_form(data: QueryDict | None = None) -> StartReport:
    return StartReport(data, kinds=list(KINDS), quarters=_offered())


def _list(request: AreaRequest, form: StartReport) -> HttpResponse:
    offered = _offered()
    today = local_date(timezone.now())
    page = {
        "form": form,
        "lines": [(one, version(one)) for one in queries.reports(request.actor)],
        "quarters": offered,
        "open_quarters": [one for one in offered if not one.is_closed(today)],
    }
    return render(request, "reporting/reports.html", page)


def _offered() -> list[Quarter]:
    offered = [Quarter.at(timezone.now()).previous()]
    while len(offered) < QUARTERS_OFFERED:
        offered.append(offered[-1].previous())
    return offered


def _reading(request: AreaRequest, found: Report) -> dict[str, Any]:
    missing = queries.missing_files(found) if found.state == State.RELEASED else []
    names = _names(found)
    page: dict[str, Any] = {
        "report": found,
        "document": describe(found, queries.cells(found.id), queries.trend(found)),
        "sizes": queries.sizes(found.id),
        "missing": missing,
        "compiler": names.get(found.compiled_by, "a former colleague"),
        "releaser": names.get(found.released_by) if found.released_by else None,
        "refusal": _refusal(request, found),
    }
    if missing:
        page |= _standing(queries.latest_job(queries.FILES_JOB, found.id))
    return page


def _standing(job: Job | None) -> dict[str, Any]:
    """Return a job's progress in plain words."""
    if job is None or job.state == JobState.FAILED:
        return {"has_stopped": True}
    waiting = job.state == JobState.QUEUED
    text = "Waiting for the report builder" if waiting else job.step
    return {
        "text": text or "Under way",
        "done": job.done,
        "total": job.total,
        "has_stopped": False,
    }


def _refusal(request: AreaRequest, found: Report) -> str:
    try:
        services.check_release(request.actor, found)
    except AccessDenied as fault:
        return _REFUSALS[fault.reason]
    return ""


def _names(found: Report) -> dict[UUID, str]:
    people = (found.compiled_by, found.released_by)
    return queries.names_of({one for one in people if one is not None})


def _name(found: Report) -> str:
    return f"national-{found.kind.lower()}-{found.quarter}-r{found.revision}"


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
