"""Whose check-in is due, what took place, and his answers where he allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.forms import Shown
from assessments.policies import may_send_link
from assessments.queries import due, history
from assessments.queries import journey as journeys
from assessments.views import told
from cases.queries import people
from consent.enums import Purpose
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

#: Which language of the questions stands first on a worker's pages.
_ORDER = "en"
_LONGEST_LIST = 100


@require_safe
def check_ins(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show one person's check-ins: that they took place, and how to offer another."""
    at = timezone.now()
    page = people.person(request.actor, subject, at=at)
    lines = history.check_ins(request.actor, subject)
    context = {
        "subject": subject,
        "card": page.card,
        "agreed": Purpose.ASSESSMENT in page.purposes,
        "standing": due.standing(subject, at=at),
        "under_way": history.under_way(request.actor, subject),
        "lines": lines,
        "may_see": any(line.worker_may_see for line in lines),
        "may_contact": Purpose.CONTACT in page.purposes,
        "may_send_link": may_send_link(page.contact, on=local_date(at)),
    }
    return render(request, "assessments/check_ins.html", context)


@require_safe
def check_in(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show one check-in; its answers only if he lets his peer worker see them."""
    page = history.check_in(request.actor, subject, pk)
    context = {
        "subject": subject,
        "card": people.card(request.actor, subject),
        "line": page.line,
        "order": _ORDER,
        "parts": told.parts(page.sheet) if page.sheet else [],
    }
    return render(request, "assessments/check_in.html", context)


@require_safe
def journey(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show then and now, as far as he lets his peer worker see it (ASM-06)."""
    steps = journeys.journey(request.actor, subject)
    context = {
        "subject": subject,
        "card": people.card(request.actor, subject),
        "order": _ORDER,
        "journey": told.journey(steps),
    }
    return render(request, "assessments/journey.html", context)


@require_safe
def worker_list(request: AreaRequest) -> HttpResponse:
    """Show which of a peer worker's people to ask, and whom not (ASM-05)."""
    at = timezone.now()
    form = Shown(request.GET)
    found = due.due_list(
        request.actor, at=at, states=form.states(), limit=_LONGEST_LIST
    )
    page = {"form": form, "due": found, "person_page": "worker:check-ins"}
    return render(request, "assessments/due.html", page)


@require_safe
def manager_list(request: AreaRequest) -> HttpResponse:
    """Show a manager whose check-in is due in his organisation: days, no answers."""
    at = timezone.now()
    form = Shown(request.GET)
    found = due.due_list(
        request.actor, at=at, states=form.states(), limit=_LONGEST_LIST
    )
    page = {
        "form": form,
        "due": found,
        "person_page": "manager:person",
        "shows_worker": True,
    }
    return render(request, "assessments/due.html", page)
