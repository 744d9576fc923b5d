"""Addresses of important emails, for peer workers and for managers."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.emails import views

_PERSON = "people/<uuid:subject>/"
_ATTACHMENT = f"{_PERSON}sessions/<uuid:session>/attachments/<int:number>/"

manager_patterns: list[URLPattern] = [
    path(_ATTACHMENT, views.attachment, name="email-attachment"),
]
worker_patterns: list[URLPattern] = [
    *manager_patterns,
    path(f"{_PERSON}emails/new/", views.new, name="email-new"),
    path(f"{_PERSON}emails/<uuid:pk>/", views.email, name="email"),
    path(
        f"{_PERSON}emails/<uuid:pk>/throw-away/",
        views.throw_away,
        name="email-throw-away",
    ),
]
