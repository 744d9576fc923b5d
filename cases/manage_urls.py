"""Addresses of the manager's and the administrator's pages, inside their areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.views import manage, organisation

_PERSON = "people/<uuid:subject>/"

manager_patterns: list[URLPattern] = [
    path("", manage.caseload, name="caseload"),
    path("people/search/", manage.search, name="search"),
    path(_PERSON, manage.person, name="person"),
    path(f"{_PERSON}assign/", manage.assign, name="assign"),
    path(f"{_PERSON}sessions/<uuid:session>/", manage.session, name="session"),
]

admin_patterns: list[URLPattern] = [
    path("", organisation.members, name="members"),
]
