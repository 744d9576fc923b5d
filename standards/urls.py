"""Addresses of the quality standards, in the manager's and the national area."""

from __future__ import annotations

from django.urls import URLPattern, path

from standards.views import actions, evidence, manage, national

_REVIEW = "standards/<uuid:pk>/"
_ONE = f"{_REVIEW}<str:standard>/"
_ACTION = f"{_REVIEW}actions/<uuid:action>/"
_FILE = f"{_REVIEW}files/<uuid:file>/"

manager_patterns: list[URLPattern] = [
    path("standards/", manage.standards, name="standards"),
    path("standards/start/", manage.start, name="standards-start"),
    path(_REVIEW, manage.review, name="standards-review"),
    path(f"{_REVIEW}comparison/", manage.comparison, name="standards-comparison"),
    path(f"{_REVIEW}sign-off/", manage.sign_off, name="standards-sign-off"),
    path(f"{_REVIEW}send/", manage.submit, name="standards-submit"),
    path(f"{_REVIEW}revise/", manage.revise, name="standards-revise"),
    path(f"{_REVIEW}pdf/", manage.pdf, name="standards-pdf"),
    path(_ACTION, actions.change, name="standards-action"),
    path(f"{_ACTION}remove/", actions.remove, name="standards-action-remove"),
    path(_FILE, evidence.download, name="standards-file"),
    path(f"{_FILE}remove/", evidence.remove, name="standards-file-remove"),
    path(_ONE, manage.standard, name="standards-standard"),
    path(f"{_ONE}actions/", actions.add, name="standards-action-new"),
    path(f"{_ONE}files/", evidence.add, name="standards-file-new"),
]

national_patterns: list[URLPattern] = [
    path("standards/", national.standards, name="standards"),
    path("standards/strengths/", national.strengths, name="standards-strengths"),
    path(_REVIEW, national.review, name="standards-review"),
    path(f"{_REVIEW}pdf/", national.pdf, name="standards-pdf"),
    path(_FILE, national.file, name="standards-file"),
]
