"""Addresses of the national report pages; the national site puts them in its area."""

from __future__ import annotations

from django.urls import path

from reporting import views

national_patterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/start/", views.start, name="report-start"),
    path("reports/quarters/<str:quarter>/", views.of_quarter, name="report-quarter"),
    path("reports/<uuid:pk>/", views.report, name="report"),
    path("reports/<uuid:pk>/progress/", views.progress, name="report-progress"),
    path("reports/<uuid:pk>/release/", views.release, name="report-release"),
    path("reports/<uuid:pk>/set-aside/", views.set_aside, name="report-set-aside"),
    path("reports/<uuid:pk>/try-again/", views.try_again, name="report-try-again"),
    path("reports/<uuid:pk>/pdf/", views.pdf, name="report-pdf"),
    path("reports/<uuid:pk>/report.csv", views.csv, name="report-csv"),
    path("reports/<uuid:pk>/report.json", views.data, name="report-data"),
]
