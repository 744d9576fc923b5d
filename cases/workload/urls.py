"""Addresses of who carries, takes over and stands in; the site puts them into areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.workload.views import assigning, moving, notes, overview

_PERSON = "people/<uuid:subject>/"
_MEMBER = "workload/<uuid:member>/"

worker_patterns: list[URLPattern] = [
    path(f"{_PERSON}who-may-take-over/", assigning.wish, name="person-wish"),
    path(f"{_PERSON}short-note/", notes.note, name="short-note"),
    path(f"{_PERSON}short-note/<uuid:pk>/read/", notes.read, name="short-note-read"),
]

manager_patterns: list[URLPattern] = [
    *worker_patterns,
    path(f"{_PERSON}assign/", assigning.assign, name="assign"),
    path(f"{_PERSON}assign/agreed/", assigning.agreed, name="person-agreed"),
    path(f"{_PERSON}stand-in/", assigning.cover, name="person-cover"),
    path(f"{_PERSON}stand-in/<uuid:pk>/end/", assigning.end_cover, name="cover-end"),
    path("workload/", overview.workload, name="workload"),
    path("workload/safe/", overview.safe_load, name="safe-load"),
    path(f"{_MEMBER}move/", moving.move, name="move-people"),
    path(f"{_MEMBER}away/", moving.away, name="worker-away"),
    path("workload/moved/<uuid:pk>/undo/", moving.undo, name="move-undo"),
    path("workload/planned/<uuid:pk>/end/", moving.call_off, name="plan-end"),
    path("waiting/", overview.waiting, name="waiting"),
    path("hand/", overview.hand, name="hand"),
    path("views/", overview.kept_views, name="kept-views"),
    path("views/keep/", overview.keep_view, name="view-keep"),
    path("views/<uuid:pk>/drop/", overview.drop_view, name="view-drop"),
    path("caseload.csv", overview.caseload_csv, name="caseload-csv"),
]

admin_patterns: list[URLPattern] = [
    path("safe-load/", overview.safe_load, name="safe-load"),
]
