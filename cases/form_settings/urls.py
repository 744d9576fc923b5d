"""Addresses of the settings of forms; the site puts them into areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.form_settings import views

patterns: list[URLPattern] = [
    path("forms/", views.every_form, name="forms"),
    path("forms/<slug:form>/", views.one_form, name="form"),
    path("forms/<slug:form>/<slug:field>/name/", views.rename, name="form-rename"),
]
