"""The addresses of the interface (REP-09): released reports, tables, definitions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from reporting.enums import Kind
from reporting.funders.api import serializers as shapes
from reporting.funders.api.base import Endpoint, FiguresView
from reporting.funders.api.describing import (
    CURSOR,
    KIND,
    LIMIT,
    PERIOD,
    answers,
    described,
    description,
)
from reporting.funders.api.problems import KINDS, Problem, refuse
from reporting.funders.caller import Caller
from reporting.funders.enums import Scope
from reporting.funders.queries import published
from reporting.funders.queries.definitions import definitions
from reporting.funders.queries.published import PublishedTable, Released
from reporting.quarters import NotAQuarter, Quarter


@described(
    operation_id="list_reports",
    summary="Released reports",
    parameters=[KIND, PERIOD, LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.ReportRow)),
)
class Reports(FiguresView):
    """Released reports, the newest first."""

    row = shapes.ReportRow
    parameters = frozenset({"limit", "cursor", "kind", "period"})

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        found = _chosen(published.released(caller), request)
        self.changed_at = max((one.changed_at for one in found), default=None)
        return self.paged(
            found,
            lambda one: one.report.id,
            request,
            lambda one: _report(one, request),
        )


@described(
    operation_id="get_report",
    summary="One released report",
    responses=answers(shapes.ReportRow, one=True),
)
class Report(FiguresView):
    """One released revision."""

    row = shapes.ReportRow
    parameters = frozenset()

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        found = published.released_one(caller, kwargs["pk"])
        self.changed_at = found.changed_at
        return Response(self.row(_report(found, request)).data)


@described(
    operation_id="list_tables",
    summary="Tables of a report",
    parameters=[LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.TableRow), one=True),
)
class Tables(FiguresView):
    """The tables of one released revision."""

    row = shapes.TableRow

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        found, tables = published.tables(caller, kwargs["pk"])
        self.changed_at = found.report.released_at
        return self.paged(
            tables,
            lambda one: one.spec.code,
            request,
            lambda one: _table(found.report.id, one, request),
        )


@described(
    operation_id="get_table",
    summary="Figures of a table",
    parameters=[LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.FigureRow), one=True),
)
class Table(FiguresView):
    """The figures of one table, one row for each."""

    row = shapes.FigureRow

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        found, table = published.table(caller, kwargs["pk"], kwargs["table"])
        self.changed_at = found.report.released_at
        return self.paged(
            table.cells,
            lambda cell: cell.position,
            request,
            lambda cell: _figure(found, table, cell),
        )


@described(
    operation_id="list_passages",
    summary="Passages of a report",
    parameters=[LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.PassageRow), one=True),
)
class Passages(FiguresView):
    """What organisations say in a Qualitative report; other reports have none."""

    scope = Scope.ORGANISATIONS
    row = shapes.PassageRow

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        found, passages = published.passages(caller, kwargs["pk"])
        self.changed_at = found.report.released_at
        return self.paged(
            passages,
            lambda one: one.position,
            request,
            lambda one: {
                "period": _period(found.report.period),
                "kind": found.report.kind,
                "report": found.report.id,
                "organisation": one.code,
                "organisation_name": one.label,
                "prompt": one.prompt,
                "text": one.text,
            },
        )


@described(
    operation_id="list_definitions",
    summary="What words and signs mean",
    parameters=[LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.DefinitionRow)),
)
class Definitions(FiguresView):
    """What words and signs mean."""

    row = shapes.DefinitionRow

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        return self.paged(definitions(), lambda one: one.key, request, lambda one: one)


@described(
    operation_id="list_organisations",
    summary="Organisations of the contract",
    parameters=[LIMIT, CURSOR],
    responses=answers(shapes.paged(shapes.OrganisationRow)),
)
class Organisations(FiguresView):
    """The organisations whose figures the token reads."""

    scope = Scope.ORGANISATIONS
    row = shapes.OrganisationRow

    def answer(self, caller: Caller, request: Request, **kwargs: Any) -> Response:
        return self.paged(
            published.organisations(caller),
            lambda one: one.code,
            request,
            lambda one: one,
        )


@described(
    operation_id="get_health",
    summary="Whether the interface answers",
    auth=[],
    responses=answers(shapes.HealthRow, is_open=True),
)
class Health(Endpoint):
    """Whether the interface answers; needs no token and tells nothing else."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    row = shapes.HealthRow
    parameters = frozenset()

    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response({"status": "ok"})


@require_safe
def docs(request: HttpRequest) -> Any:
    """Show the description of the interface as pages to try it on."""
    return render(request, "funders/docs.html")


@require_safe
def problems(request: HttpRequest) -> Any:
    """Explain every kind of problem; each problem links to its place here."""
    return render(request, "funders/problems.html", {"kinds": list(KINDS.values())})


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Give the description of the interface."""
    return JsonResponse(description())


@csrf_exempt
def nothing(request: HttpRequest, path: str = "") -> JsonResponse:
    """Answer for every address under the interface that is none."""
    return refuse(request, "not-found")


def _chosen(found: list[Released], request: Request) -> list[Released]:
    kind = request.query_params.get("kind")
    period = request.query_params.get("period")
    if kind is not None and kind not in Kind.values:
        raise Problem("parameter")
    if period is not None and "-" not in period:
        raise Problem("parameter")
    quarter = None if period is None else _quarter(period)
    return [
        one
        for one in found
        if kind in {None, one.report.kind} and quarter in {None, one.report.quarter}
    ]


def _quarter(period: str) -> str:
    try:
        return Quarter.from_code(period.replace("-Q", "Q", 1)).code
    except NotAQuarter as fault:
        raise Problem("parameter") from fault


def _period(quarter: Quarter) -> str:
    return f"{quarter.year}-Q{quarter.number}"


def _report(one: Released, request: Request) -> dict[str, Any]:
    report, quarter = one.report, one.report.period
    tables = reverse("api-tables", args=[report.id])
    return {
        "id": report.id,
        "reference": f"{report.quarter}-{report.spec}-r{report.revision}",
        "kind": report.kind,
        "title": f"National {report.get_kind_display()}, {quarter.title}",
        "period": _period(quarter),
        "starts_on": quarter.start,
        "ends_on": quarter.after - timedelta(days=1),
        "revision": report.revision,
        "is_current": one.is_current,
        "is_provisional": one.is_provisional,
        "released_at": report.released_at,
        "supersedes": one.supersedes,
        "superseded_by": one.successor.id if one.successor else None,
        "spec": report.spec,
        "policy": report.policy,
        "content_hash": report.content_hash,
        "tables_url": request.build_absolute_uri(tables),
    }


def _table(report: UUID, one: PublishedTable, request: Request) -> dict[str, Any]:
    url = reverse("api-table", args=[report, one.spec.code])
    return {
        "report": report,
        "table": one.spec.code,
        "title": one.spec.title,
        "note": one.spec.note,
        "columns": [column.code for column in one.spec.columns],
        "rows": len(one.cells),
        "is_about_organisations": one.spec.dimension == published.OF_ORGANISATIONS,
        "url": request.build_absolute_uri(url),
    }


def _figure(found: Released, table: PublishedTable, cell: Any) -> dict[str, Any]:
    column = next(one for one in table.spec.columns if one.code == cell.column)
    return {
        "period": _period(found.report.period),
        "kind": found.report.kind,
        "report": found.report.id,
        "table": table.spec.code,
        "table_title": table.spec.title,
        "row": cell.row,
        "row_label": cell.label,
        "column": cell.column,
        "column_label": column.label,
        "unit": column.unit,
        "value": cell.figure,
        "status": cell.status,
        "decimals": cell.decimals,
    }
