"""Addresses of what is done without consent; the site puts them into the areas."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.overrides.views import disclosures, overview, readings

_TOLD = "people/<uuid:subject>/told/"
_ENTRY = f"{_TOLD}<uuid:pk>/"
_EMERGENCY = "people/<uuid:subject>/emergency/"

worker_patterns: list[URLPattern] = [
    path(_TOLD, disclosures.disclosures, name="disclosures"),
    path(f"{_TOLD}new/", disclosures.new, name="disclosure-new"),
    path(_ENTRY, disclosures.disclosure, name="disclosure"),
    path(f"{_TOLD}<uuid:pk>.pdf", disclosures.disclosure_pdf, name="disclosure-pdf"),
    path(f"{_ENTRY}told/", disclosures.tell, name="disclosure-tell"),
    path(f"{_ENTRY}drop/", disclosures.drop, name="disclosure-drop"),
]

manager_patterns: list[URLPattern] = [
    *worker_patterns,
    path(f"{_ENTRY}approve/", disclosures.approve, name="disclosure-approve"),
    path(f"{_ENTRY}refuse/", disclosures.refuse, name="disclosure-refuse"),
    path(f"{_ENTRY}review/", disclosures.review, name="disclosure-review"),
    path(_EMERGENCY, readings.new, name="emergency-new"),
    path(f"{_EMERGENCY}<uuid:pk>/", readings.reading, name="emergency"),
    path(f"{_EMERGENCY}<uuid:pk>/review/", readings.review, name="emergency-review"),
    path("without-consent/", overview.overview, name="overrides"),
    path("without-consent/find/", readings.find, name="emergency-find"),
    path("without-consent/seen/<uuid:pk>/", overview.seen, name="notice-seen"),
]

admin_patterns: list[URLPattern] = [
    path("reviews/", overview.unseen, name="overrides"),
    path("reviews/told/<uuid:pk>/", overview.review_disclosure, name="review-told"),
    path("reviews/read/<uuid:pk>/", overview.review_reading, name="review-read"),
    path("reviews/seen/<uuid:pk>/", overview.seen, name="notice-seen"),
]
