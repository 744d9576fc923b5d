"""Addresses of the narrative pages, for each area that has some."""

from __future__ import annotations

from django.urls import path

from reporting.narratives.views import manage, national, work

_ONE = "narratives/<uuid:pk>/"

worker_patterns = [
    path("quarter/", work.contribute, name="contribute"),
]

manager_patterns = [
    path("narratives/", manage.narratives, name="narratives"),
    path("narratives/start/", manage.start, name="narrative-start"),
    path(_ONE, manage.narrative, name="narrative"),
    path(f"{_ONE}check/", manage.check, name="narrative-check"),
    path(f"{_ONE}approve/", manage.approve, name="narrative-approve"),
    path(f"{_ONE}take-up/", manage.take_up, name="narrative-take-up"),
    path(f"{_ONE}take-back/", manage.take_back, name="narrative-take-back"),
]

national_patterns = [
    path("narratives/", national.narratives, name="narratives"),
    path(_ONE, national.narrative, name="narrative"),
    path(f"{_ONE}include/", national.include, name="narrative-include"),
    path(f"{_ONE}leave-out/", national.leave_out, name="narrative-leave-out"),
]
