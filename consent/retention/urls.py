"""Addresses of how long records are kept; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from consent.retention import views

manager_patterns: list[URLPattern] = [
    path("keeping/", views.overview, name="retention"),
    path("keeping/rule/", views.rule, name="retention-rule"),
    path("keeping/come-back/", views.come_back, name="retention-come-back"),
    path("people/<uuid:subject>/keeping/", views.record, name="retention-record"),
    path("people/<uuid:subject>/keeping/hold/", views.hold, name="retention-hold"),
    path("people/<uuid:subject>/keeping/lift/", views.lift, name="retention-lift"),
    path("people/<uuid:subject>/keeping/longer/", views.keep, name="retention-keep"),
    path("people/<uuid:subject>/keeping/erase/", views.ask, name="erasure-ask"),
    path("erasures/<uuid:pk>/", views.erasure, name="erasure"),
    path("erasures/<uuid:pk>/approve/", views.approve, name="erasure-approve"),
    path("erasures/<uuid:pk>/stop/", views.stop, name="erasure-stop"),
]

admin_patterns: list[URLPattern] = [
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/<uuid:pk>/approve/", views.approve, name="erasure-approve"),
]
