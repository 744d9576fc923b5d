"""Addresses of who looked; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from oversight.views import breaches, history, openings

_WHO_LOOKED: list[URLPattern] = [
    path("people/<uuid:subject>/who-looked/", history.who_looked, name="who-looked"),
    path(
        "people/<uuid:subject>/who-looked.pdf",
        history.who_looked_pdf,
        name="who-looked-pdf",
    ),
]

worker_patterns: list[URLPattern] = _WHO_LOOKED

manager_patterns: list[URLPattern] = [
    *_WHO_LOOKED,
    path("openings/", openings.openings, name="openings"),
    path("openings/talked-about/", openings.talked_about, name="talked-about"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/new/", breaches.new, name="breach-new"),
    path("breaches/<uuid:pk>/", breaches.breach, name="breach"),
    path("breaches/<uuid:pk>.pdf", breaches.breach_pdf, name="breach-pdf"),
]
