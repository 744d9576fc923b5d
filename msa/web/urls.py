"""Addresses that stand on every site, before anybody signs in."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from msa.web import gallery, health, help_lines, leave, offline

urlpatterns: list[URLPattern] = [
    path("", leave.start, name="start"),
    path("leave", leave.leave, name="leave"),
    path("neutral", leave.neutral, name="neutral"),
    path("healthz", health.healthz, name="healthz"),
    path("talk/", help_lines.talk, name="talk"),
    path("talk.pdf", help_lines.talk_on_paper, name="talk-pdf"),
]

#: On the casework site alone: the national one has no drafts to wait for.
offline_patterns: list[URLPattern] = [
    path("offline/", offline.page, name="offline"),
    *(
        path(f"{place}/offline.js", offline.worker, name=f"offline-{place}")
        for place in offline.PLACES
    ),
]

if getattr(settings, "MSA_DEMO", False):
    urlpatterns.append(path("gallery", gallery.gallery, name="gallery"))
    urlpatterns.append(path("gallery/form", gallery.form_page, name="gallery-form"))
