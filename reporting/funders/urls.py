"""Addresses of funders' interface, and of the pages that give access to it."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from reporting.funders import views
from reporting.funders.api import token
from reporting.funders.api import views as api

_V1 = "api/v1/"
_REPORT = f"{_V1}reports/<uuid:pk>"

#: What the description of the interface describes: it is made from these.
urlpatterns: list[URLPattern] = [
    path(f"{_V1}reports", api.Reports.as_view(), name="api-reports"),
    path(_REPORT, api.Report.as_view(), name="api-report"),
    path(f"{_REPORT}/tables", api.Tables.as_view(), name="api-tables"),
    path(f"{_REPORT}/tables/<slug:table>", api.Table.as_view(), name="api-table"),
    path(f"{_REPORT}/passages", api.Passages.as_view(), name="api-passages"),
    path(f"{_V1}definitions", api.Definitions.as_view(), name="api-definitions"),
    path(f"{_V1}organisations", api.Organisations.as_view(), name="api-organisations"),
    path(f"{_V1}health", api.Health.as_view(), name="api-health"),
]
#: Everything for programs; all else under ``api/`` is a problem document.
api_patterns: list[URLPattern] = [
    *urlpatterns,
    path(f"{_V1}openapi.json", api.openapi, name="api-openapi"),
    path("api/oauth/token", token.Token.as_view(), name="api-token"),
    path("api/docs/", api.docs, name="api-docs"),
    path("api/docs/problems/", api.problems, name="api-problems"),
    re_path(r"^api/.*$", api.nothing, name="api-nothing"),
]
national_patterns: list[URLPattern] = [
    path("funders/", views.clients, name="funders"),
    path("funders/new/", views.give, name="funder-new"),
    path("funders/<uuid:pk>/", views.client, name="funder"),
    path("funders/<uuid:pk>/end/", views.end, name="funder-end"),
]
