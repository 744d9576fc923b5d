"""Addresses of peer groups, for managers and for whoever runs one."""

from __future__ import annotations

from django.urls import URLPattern, path

from cases.drafts.keeping import keeps_draft
from cases.gatherings.views import corrections, drafts, groups, meetings, members

_ONE = "groups/<uuid:pk>/"
_MEETING = f"{_ONE}meetings/<uuid:met>/"
_MEMBER = f"{_ONE}members/<uuid:membership>/"

_both: list[URLPattern] = [
    path("groups/", groups.groups, name="groups"),
    path(_ONE, groups.group, name="group"),
    path(f"{_ONE}agree/", groups.agree, name="group-agree"),
    path(_MEMBER, members.member, name="group-member"),
    path(f"{_MEMBER}accept/", members.accept, name="group-member-accept"),
    path(f"{_MEMBER}leave/", members.leave, name="group-member-leave"),
    path(_MEETING, meetings.meeting, name="group-meeting"),
    path(f"{_MEETING}versions/", corrections.versions, name="group-meeting-versions"),
    path("people/<uuid:subject>/groups/invite/", members.invite, name="person-invite"),
]
manager_patterns: list[URLPattern] = [
    path("groups/new/", groups.new, name="group-new"),
    *_both,
    path(f"{_ONE}change/", groups.change, name="group-change"),
    path(f"{_ONE}retire/", groups.retire, name="group-retire"),
    path(f"{_ONE}facilitators/", groups.let_run, name="group-let-run"),
    path(
        f"{_ONE}facilitators/<uuid:facilitator>/end/",
        groups.let_go,
        name="group-let-go",
    ),
]
worker_patterns: list[URLPattern] = [
    *_both,
    path(
        f"{_ONE}meetings/new/",
        keeps_draft(meetings.new),
        name="group-meeting-new",
    ),
    path(f"{_ONE}drafts/begun/", drafts.begun, name="group-meeting-new-begun"),
    path(f"{_ONE}drafts/keep/", drafts.keep, name="group-meeting-new-keep"),
    path(
        f"{_MEETING}correct/",
        keeps_draft(corrections.correct),
        name="group-meeting-correct",
    ),
    path(f"{_MEETING}drafts/begun/", drafts.begun, name="group-meeting-begun"),
    path(f"{_MEETING}drafts/keep/", drafts.keep, name="group-meeting-keep"),
    path(
        f"{_MEETING}take-back/",
        corrections.take_back,
        name="group-meeting-take-back",
    ),
]
