"""Addresses of letting earlier words go; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.forgetting import views

_PERSON = "people/<uuid:subject>/"

worker_patterns: list[URLPattern] = [
    path(
        f"{_PERSON}record/<slug:written>/let-go/", views.ask_of_part, name="part-let-go"
    ),
    path(
        f"{_PERSON}sessions/<uuid:session>/let-go/",
        views.ask_of_note,
        name="session-let-go",
    ),
]

manager_patterns: list[URLPattern] = [
    path("let-go/", views.overview, name="letting-go"),
    path("let-go/<uuid:pk>/", views.one, name="letting-go-one"),
    path("let-go/<uuid:pk>/approve/", views.approve, name="letting-go-approve"),
    path("let-go/<uuid:pk>/refuse/", views.refuse, name="letting-go-refuse"),
]
