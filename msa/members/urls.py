"""Addresses of who works here, inside the administrator's or the national area."""

from __future__ import annotations

from django.urls import URLPattern, path

from msa.members import views

_MEMBER = "members/<uuid:pk>/"

_patterns: list[URLPattern] = [
    path("members/invite/", views.invite, name="invite"),
    path("members/invitations/<uuid:pk>/", views.withdraw, name="invitation-withdraw"),
    path(_MEMBER, views.member, name="member"),
    path(f"{_MEMBER}app/", views.take_away_factors, name="member-app"),
    path(f"{_MEMBER}reset/", views.make_reset, name="member-reset"),
    path(f"{_MEMBER}leave/", views.leave, name="member-leave"),
]

admin_patterns: list[URLPattern] = [
    path("", views.members, name="members"),
    *_patterns,
]

national_patterns: list[URLPattern] = [
    path("members/", views.members, name="members"),
    *_patterns,
]
