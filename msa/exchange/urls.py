"""Addresses of imports, for the administrator's area."""

from __future__ import annotations

from django.urls import URLPattern, path

from msa.exchange import views

admin_patterns: list[URLPattern] = [
    path("imports/", views.imports, name="imports"),
]
