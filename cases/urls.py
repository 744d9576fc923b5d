"""Addresses of the peer worker's pages; the site puts them into his area."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.views import consents, lists, people, record, sessions, today

worker_patterns: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("people/", people.people, name="people"),
    path("people/search/", people.search, name="people-search"),
    path("people/new/", people.new, name="person-new"),
    path("people/<uuid:subject>/", record.person, name="person"),
    path("people/<uuid:subject>/start/", people.start, name="person-start"),
    path("people/<uuid:subject>/identity/", record.identity, name="person-identity"),
    path("people/<uuid:subject>/contact/", record.contact, name="person-contact"),
    path(
        "people/<uuid:subject>/support-people/",
        lists.support_people,
        name="person-support",
    ),
    path("people/<uuid:subject>/hopes/", lists.hopes, name="person-hopes"),
    path("people/<uuid:subject>/sessions/new/", sessions.new, name="session-new"),
    path(
        "people/<uuid:subject>/sessions/<uuid:session>/",
        sessions.session,
        name="session",
    ),
    path("people/<uuid:subject>/consent/", consents.consents, name="person-consent"),
    path(
        "people/<uuid:subject>/consent/<slug:purpose>/give/",
        consents.give,
        name="consent-give",
    ),
    path(
        "people/<uuid:subject>/consent/<slug:purpose>/withdraw/",
        consents.withdraw,
        name="consent-withdraw",
    ),
    path("people/<uuid:subject>/return/", consents.come_back, name="person-return"),
]
