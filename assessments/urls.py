"""Addresses of check-ins: the survivor's own, his worker's, and the manager's list."""

from __future__ import annotations

from django.urls import URLPattern, path

from assessments.views import asking, entering, offering, overview

_PERSON = "people/<uuid:subject>/check-ins/"

#: Outside every area: nobody signs in to answer. After a link was opened, no address
#: holds anything that would open it again.
respondent_patterns: list[URLPattern] = [
    path("", entering.code, name="code"),
    path("begin/", entering.begin, name="begin"),
    path("order/", entering.order, name="order"),
    path("question/<int:number>/", asking.question, name="question"),
    path("answers/", asking.answers, name="answers"),
    path("then-and-now/", asking.journey, name="journey"),
    path("stop/", entering.stop, name="stop"),
    path("stopped/", entering.stopped, name="stopped"),
    path("thanks/", entering.thanks, name="thanks"),
    path("<slug:secret>/", entering.link, name="link"),
]

worker_patterns: list[URLPattern] = [
    path("check-ins/", overview.worker_list, name="check-ins-due"),
    path(_PERSON, overview.check_ins, name="check-ins"),
    path(f"{_PERSON}room/", offering.in_the_room, name="check-in-room"),
    path(f"{_PERSON}link/", offering.by_link, name="check-in-link"),
    path(f"{_PERSON}hand-over/", offering.hand_over, name="check-in-hand-over"),
    path(f"{_PERSON}paper/", offering.on_paper, name="check-in-paper"),
    path(f"{_PERSON}not-now/", offering.not_now, name="check-in-not-now"),
    path(f"{_PERSON}then-and-now/", overview.journey, name="check-in-journey"),
    path(f"{_PERSON}<uuid:pk>/", overview.check_in, name="check-in"),
]

manager_patterns: list[URLPattern] = [
    path("check-ins/", overview.manager_list, name="check-ins-due"),
]
