"""Addresses of the peer worker's pages, and of the list that MSA keeps."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.drafts.keeping import keeps_draft
from cases.views import (
    apart,
    blocks,
    consents,
    corrections,
    episodes,
    framework,
    history,
    parts,
    people,
    practice,
    preparing,
    reading,
    record,
    sessions,
    support,
    timelines,
    today,
)

worker_patterns: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("today/how-i-work/", practice.own, name="practice"),
    path(
        "today/how-i-work/<uuid:pk>/end/",
        practice.stop_showing,
        name="practice-stop-showing",
    ),
    path("people/", people.people, name="people"),
    path("people/search/", people.search, name="people-search"),
    path("people/new/", people.new, name="person-new"),
    path("people/new/about/", reading.about, name="about-record"),
    path("people/new/about.pdf", reading.about_on_paper, name="about-record-pdf"),
    path("people/<uuid:subject>/", record.person, name="person"),
    path("people/<uuid:subject>/start/", people.start, name="person-start"),
    path(
        "people/<uuid:subject>/before-you-meet/",
        preparing.prepare,
        name="person-prepare",
    ),
    path(
        "people/<uuid:subject>/identity/",
        keeps_draft(record.identity),
        name="person-identity",
    ),
    path(
        "people/<uuid:subject>/contact/",
        keeps_draft(record.contact),
        name="person-contact",
    ),
    path(
        "people/<uuid:subject>/contact/still-safe/",
        record.still_safe,
        name="person-contact-still-safe",
    ),
    path(
        "people/<uuid:subject>/support-people/",
        keeps_draft(parts.part),
        {"part": "support"},
        name="person-support",
    ),
    path(
        "people/<uuid:subject>/hopes/",
        keeps_draft(parts.part),
        {"part": "hopes"},
        name="person-hopes",
    ),
    path(
        "people/<uuid:subject>/record/<slug:part>/",
        keeps_draft(parts.part),
        name="person-part",
    ),
    path(
        "people/<uuid:subject>/record/<slug:written>/history/",
        history.history,
        name="person-part-history",
    ),
    path("people/<uuid:subject>/kept-away/", blocks.kept_away, name="person-kept-away"),
    path(
        "people/<uuid:subject>/kept-away/<uuid:member>/let-near/",
        blocks.let_near,
        name="person-let-near",
    ),
    path("people/<uuid:subject>/set-apart/", apart.closed, name="person-set-apart"),
    path(
        "people/<uuid:subject>/set-apart/open/",
        apart.opened,
        name="person-set-apart-open",
    ),
    path(
        "people/<uuid:subject>/set-apart/write/",
        apart.write,
        name="person-set-apart-write",
    ),
    path(
        "people/<uuid:subject>/support/",
        support.support,
        name="person-support-goes-on",
    ),
    path("people/<uuid:subject>/support/wait/", support.hold, name="person-hold"),
    path("people/<uuid:subject>/groups/", support.groups, name="person-groups"),
    path("people/<uuid:subject>/timeline/", timelines.timeline, name="person-timeline"),
    path(
        "people/<uuid:subject>/timeline.pdf",
        timelines.on_paper,
        name="person-timeline-pdf",
    ),
    path("people/<uuid:subject>/time/", episodes.history, name="person-time"),
    path(
        "people/<uuid:subject>/time/begin-again/",
        keeps_draft(episodes.start_again),
        name="person-start-again",
    ),
    path(
        "people/<uuid:subject>/time/<uuid:pk>/<slug:move>/",
        keeps_draft(episodes.turn),
        name="person-turn",
    ),
    path(
        "people/<uuid:subject>/time/taken-back/<uuid:pk>/",
        episodes.take_back,
        name="turn-take-back",
    ),
    path(
        "people/<uuid:subject>/sessions/new/",
        keeps_draft(sessions.new),
        name="session-new",
    ),
    path(
        "people/<uuid:subject>/sessions/<uuid:session>/",
        sessions.session,
        name="session",
    ),
    path(
        "people/<uuid:subject>/sessions/<uuid:session>/note/",
        sessions.note,
        name="session-note",
    ),
    path(
        "people/<uuid:subject>/sessions/<uuid:session>/correct/",
        keeps_draft(corrections.correct),
        name="session-correct",
    ),
    path(
        "people/<uuid:subject>/sessions/<uuid:session>/versions/",
        corrections.versions,
        name="session-versions",
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
    path(
        "people/<uuid:subject>/consent/history/",
        consents.consent_history,
        name="consent-history",
    ),
    path(
        "people/<uuid:subject>/consent/one/<uuid:pk>/change/",
        consents.change,
        name="consent-change",
    ),
    path(
        "people/<uuid:subject>/consent/one/<uuid:pk>/withdraw/",
        consents.withdraw_one,
        name="consent-withdraw-one",
    ),
    path("people/<uuid:subject>/return/", consents.come_back, name="person-return"),
]
#: The national site's own: a list that says nothing of anybody.
national_patterns: list[URLPattern] = [
    path("pou/", framework.pou, name="pou"),
    path("pou/<uuid:pk>/take-off/", framework.retire, name="pou-retire"),
]
