"""Addresses of enquiries, for peer workers and for managers."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.enquiries import views

_ONE = "enquiries/<uuid:pk>/"

manager_patterns: list[URLPattern] = [
    path("enquiries/", views.enquiries, name="enquiries"),
    path("enquiries/new/", views.new, name="enquiry-new"),
    path(_ONE, views.enquiry, name="enquiry"),
    path(f"{_ONE}slip/", views.slip, name="enquiry-slip"),
    path(f"{_ONE}slip/new/", views.slip_new, name="enquiry-slip-new"),
    path(f"{_ONE}slip/destroy/", views.slip_destroy, name="enquiry-slip-destroy"),
    path(f"{_ONE}called/", views.called, name="enquiry-called"),
    path(f"{_ONE}end/", views.end, name="enquiry-end"),
]

worker_patterns: list[URLPattern] = [
    *manager_patterns,
    path(f"{_ONE}welcome/", views.welcome, name="enquiry-welcome"),
]
