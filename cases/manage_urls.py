"""Addresses of the manager's pages, inside their area."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.views import history, likeness, manage

_PERSON = "people/<uuid:subject>/"

manager_patterns: list[URLPattern] = [
    path("", manage.caseload, name="caseload"),
    path("people/search/", manage.search, name="search"),
    path("people/alike/", likeness.likenesses, name="likenesses"),
    path("people/alike/<uuid:pk>/", likeness.likeness, name="likeness"),
    path(
        "people/alike/<uuid:pk>/carry-on/",
        likeness.carry_on,
        name="likeness-carry-on",
    ),
    path(_PERSON, manage.person, name="person"),
    path(
        f"{_PERSON}record/<slug:written>/history/",
        history.history,
        name="person-part-history",
    ),
    path(f"{_PERSON}assign/", manage.assign, name="assign"),
    path(f"{_PERSON}sessions/<uuid:session>/", manage.session, name="session"),
]
