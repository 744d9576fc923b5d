"""Addresses of workshops and outreach, the same for peer workers and managers."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.outreach import views

_ONE = "outreach/<uuid:pk>/"

patterns: list[URLPattern] = [
    path("outreach/", views.outreach, name="outreach"),
    path("outreach/new/", views.new, name="outreach-new"),
    path(_ONE, views.activity, name="activity"),
    path(f"{_ONE}correct/", views.correct, name="activity-correct"),
    path(f"{_ONE}take-back/", views.take_back, name="activity-take-back"),
]
