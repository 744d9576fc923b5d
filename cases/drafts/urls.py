"""Addresses of drafts; the site puts them into the peer worker's area."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.drafts import views

_ONE = "people/<uuid:subject>/drafts/<slug:form>/"

worker_patterns: list[URLPattern] = [
    path(f"{_ONE}begun/", views.begun, name="drafts-begun"),
    path(f"{_ONE}keep/", views.keep, name="draft-keep"),
    path("drafts/drop/", views.drop, name="draft-drop"),
    path("drafts/keys/", views.keys, name="draft-keys"),
]
