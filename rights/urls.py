"""Addresses of what a survivor may ask for; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.drafts.keeping import keeps_draft
from rights.views import answering, asking

_RIGHTS = "people/<uuid:subject>/rights/"
_ONE = f"{_RIGHTS}<uuid:pk>/"

_ASKING: list[URLPattern] = [
    path(_RIGHTS, asking.rights, name="rights"),
    path(f"{_RIGHTS}copy/", asking.ask_for_copy, name="right-copy"),
    path(
        f"{_RIGHTS}correction/",
        keeps_draft(asking.ask_for_correction),
        name="right-correction",
    ),
]

worker_patterns: list[URLPattern] = [
    *_ASKING,
    path(_ONE, answering.right, name="right"),
    path(f"{_ONE}make/", answering.make, name="right-make"),
    path(f"{_ONE}take/", answering.take, name="right-take"),
    path(f"{_ONE}put-right/", answering.put_right, name="right-put-right"),
    path(f"{_ONE}decline/", answering.decline, name="right-decline"),
    path(f"{_ONE}statement/", answering.statement, name="right-statement"),
    path(f"{_ONE}take-back/", answering.take_back, name="right-take-back"),
]

manager_patterns: list[URLPattern] = [
    *_ASKING,
    path("requests/", asking.everybodys, name="requests"),
]
