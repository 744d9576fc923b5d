"""The manager's pages: everybody's people and one person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.form_settings.enums import SESSION
from cases.form_settings.queries import own_forms
from cases.forms.manage import CaseloadForm, SearchForm
from cases.policies import contact_is_due
from cases.queries import caseloads, likeness, people, sessions
from cases.queries import support as support_queries
from cases.queries.episodes import his_time
from cases.services import assignments
from cases.views import cursors
from cases.views.facts import contact_facts, identity_facts
from cases.views.session_facts import session_facts
from consent.enums import Purpose
from consent.queries import consent_lines, purposes_in_force
from msa.clock.days import local_date
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def caseload(request: AreaRequest) -> HttpResponse:
    """Show the organisation's people, narrowed by filters in the address (UI-M1)."""
    at = timezone.now()
    loads = caseloads.loads(at=at)
    form = CaseloadForm(request.GET, loads=loads)
    after = cursors.from_text(request.GET.get("after", ""))
    shown = caseloads.caseload(request.actor, form.narrowing(), at=at, after=after)
    page = {
        "form": form,
        "caseload": shown,
        "totals": caseloads.totals(request.actor, at=at),
        "workers": len(loads),
        "to_decide": support_queries.how_many_to_decide(),
        "alike": likeness.count_waiting(),
        "chosen": [
            {"words": words, "url": _address(request, without=field)}
            for field, words in form.chosen()
        ],
        "query": urlencode(form.codes()),
        "codes": form.codes(),
        "older_url": shown.after
        and _address(request, after=cursors.to_text(shown.after)),
        "newest_url": after and _address(request),
        "search": SearchForm(),
        "panels": panels_of("caseload", request.actor, at=at),
    }
    return render(request, "manage/caseload.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: AreaRequest) -> HttpResponse:
    """Show whom a name, a phone number or a reference may mean."""
    posted = request.POST if request.method == "POST" else None
    form = SearchForm(posted)
    found = None
    if form.is_valid():
        found = people.search(request.actor, form.cleaned_data["q"])
    return render(request, "manage/search.html", {"form": form, "found": found})


@require_safe
def person(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show one person: who he is, how to reach him safely, what took place."""
    at = timezone.now()
    opened = people.person(request.actor, subject, at=at)
    after = cursors.dated(request.GET.get("after", ""))
    timeline = sessions.timeline(request.actor, subject, after=after)
    here = reverse("manager:person", args=[subject])
    contact, own = opened.contact, own_forms(request.actor)
    page = {
        "person": opened,
        "identity": identity_facts(opened.identity, own),
        "contact": contact_facts(contact, own),
        "ask_again": contact is None or contact_is_due(contact, on=local_date(at)),
        "timeline": timeline,
        "older_url": timeline.after
        and f"{here}?{urlencode({'after': cursors.to_text(timeline.after)})}",
        "newest_url": here if after else "",
        "may_read_notes": Purpose.SUPERVISION in opened.purposes,
        "consents": consent_lines(subject, at=at),
        "stretches": caseloads.stretches(subject),
        "beside": support_queries.beside(request.actor, subject),
        "time": his_time(subject),
        "panels": panels_of("manager-person", request.actor, at=at, subject=subject),
        "alike": [(pair, pair.beside(subject)) for pair in likeness.pairs_of(subject)],
    }
    return render(request, "manage/person.html", page)


@require_safe
def session(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show one session; what was written of it stays closed (UI-W13)."""
    return _session(request, subject, session, show_note=False)


@require_safe
def session_note(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Show one session with its words, if he lets the manager read them."""
    return _session(request, subject, session, show_note=True)


def _session(
    request: AreaRequest, subject: UUID, session: UUID, *, show_note: bool
) -> HttpResponse:
    agreed = purposes_in_force(subject, at=timezone.now())
    opened = sessions.session(request.actor, subject, session, show_note=show_note)
    own = own_forms(request.actor)
    page = {
        "own": own.of(SESSION),
        "subject": subject,
        "session": opened,
        "may_read_notes": Purpose.SUPERVISION in agreed,
        "before": [(one, session_facts(one, one.note, own)) for one in opened.before],
    }
    return render(request, "manage/session.html", page)


@require_POST
def let_go(request: AreaRequest, subject: UUID) -> HttpResponse:
    """End that a peer worker works with him, with nobody in his place."""
    assignments.let_go(request.actor, subject, at=timezone.now())
    messages.success(request, _("Done. Nobody works with him for now."))
    return redirect("manager:person", subject)


def _address(request: HttpRequest, *, without: str = "", after: str = "") -> str:
    kept = [
        (field, request.GET[field])
        for field in ("worker", "pace", "quiet")
        if request.GET.get(field) and field != without
    ]
    query = urlencode(kept + ([("after", after)] if after else []))
    return reverse("manager:caseload") + (f"?{query}" if query else "")
