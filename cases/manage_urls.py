"""Addresses of the manager's pages, inside their area."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.views import (
    apart,
    corrections,
    history,
    likeness,
    manage,
    practice,
    support,
    timelines,
)

_PERSON = "people/<uuid:subject>/"

manager_patterns: list[URLPattern] = [
    path("", manage.caseload, name="caseload"),
    path("people/search/", manage.search, name="search"),
    path("people/alike/", likeness.likenesses, name="likenesses"),
    path("people/alike/<uuid:pk>/", likeness.likeness, name="likeness"),
    path(
        "people/alike/<uuid:pk>/carry-on/",
        likeness.carry_on,
        name="likeness-carry-on",
    ),
    path(_PERSON, manage.person, name="person"),
    path(
        f"{_PERSON}record/<slug:written>/history/",
        history.history,
        name="person-part-history",
    ),
    path(f"{_PERSON}set-apart/", apart.closed, name="person-set-apart"),
    path(f"{_PERSON}set-apart/open/", apart.opened, name="person-set-apart-open"),
    path(
        f"{_PERSON}set-apart/<uuid:pk>/take-back/",
        apart.take_back,
        name="person-set-apart-take-back",
    ),
    path(f"{_PERSON}support/", support.support, name="person-support-goes-on"),
    path(f"{_PERSON}support/wait/", support.hold, name="person-hold"),
    path(f"{_PERSON}support/decide/", support.decide, name="person-decide"),
    path(f"{_PERSON}groups/", support.groups, name="person-groups"),
    path(f"{_PERSON}groups/clear/", support.clear, name="person-clear"),
    path(f"{_PERSON}groups/not-now/", support.not_now, name="person-not-now"),
    path("how-they-work/", practice.shown, name="practice"),
    path("to-decide/", support.to_decide, name="to-decide"),
    path(f"{_PERSON}timeline/", timelines.timeline, name="person-timeline"),
    path(f"{_PERSON}timeline.pdf", timelines.on_paper, name="person-timeline-pdf"),
    path(f"{_PERSON}let-go/", manage.let_go, name="let-go"),
    path(f"{_PERSON}sessions/<uuid:session>/", manage.session, name="session"),
    path(
        f"{_PERSON}sessions/<uuid:session>/note/",
        manage.session_note,
        name="session-note",
    ),
    path(
        f"{_PERSON}sessions/<uuid:session>/versions/",
        corrections.versions,
        name="session-versions",
    ),
]
