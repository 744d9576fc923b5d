"""Addresses of policies: all read them, managers and administrators publish."""

from __future__ import annotations

from django.urls import URLPattern, path

from handbook import views

_ONE = "policies/<uuid:pk>/"

worker_patterns: list[URLPattern] = [
    path("policies/", views.policies, name="policies"),
    path(_ONE, views.policy, name="policy"),
    path(f"{_ONE}<int:number>/", views.policy, name="policy-version"),
    path(f"{_ONE}<int:number>/file/", views.document, name="policy-file"),
    path(f"{_ONE}read/", views.read, name="policy-read"),
]

publisher_patterns: list[URLPattern] = [
    *worker_patterns,
    path("policies/new/", views.new, name="policy-new"),
    path(f"{_ONE}another/", views.another, name="policy-another"),
    path(f"{_ONE}withdraw/", views.withdraw, name="policy-withdraw"),
]
