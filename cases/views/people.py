"""A worker's people: the list, the search, and somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.form_settings.queries import own_forms
from cases.forms.record import Start
from cases.forms.search import Search
from cases.queries import people as queries
from cases.queries.sealed import sealed_records
from cases.services import people as services
from cases.services.sections import SectionChanged
from cases.views import cursors
from cases.views.likeness import warn
from cases.views.protecting import ask_to_read, may_keep_age, note_reading
from cases.views.reading import reading, welcome_form
from consent.queries import subject_for
from consent.services.consents import ChildProtectionUnread

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def people(request: AreaRequest) -> HttpResponse:
    after = cursors.from_text(request.GET.get("after", ""))
    page = queries.caseload(request.actor, after=after)
    context = {
        "people": page.people,
        "after": cursors.to_text(page.after),
        "is_first": after is None,
        "sealed": [] if after else sealed_records(request.actor),
    }
    return render(request, "cases/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: AreaRequest) -> HttpResponse:
    """Show whom a name may mean. Names come by POST, so that no address holds one."""
    form = Search(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("worker:people")
    query = form.cleaned_data["q"]
    found = queries.search(request.actor, query)
    context = {"query": query, "people": found}
    return render(request, "cases/people_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Ask for consent before anything else (CON-01, CON-02, CON-09)."""
    form = welcome_form(request)
    if form.refuses_record():
        return render(request, "cases/person_not_kept.html")
    if form.is_valid():
        note_reading(request, form)
        try:
            subject = services.welcome(
                request.actor,
                form.agreements(),
                at=timezone.now(),
                id=request.actor.own(form.cleaned_data["id"]),
            )
        except ChildProtectionUnread:
            ask_to_read(request, form)
        else:
            return redirect("worker:person-start", subject.id)
    context = {"form": form, "reads": reading(request)}
    return render(request, "cases/person_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Ask for what a record needs: a name to call him by and one safe way (REC-00)."""
    page = queries.person(request.actor, subject, at=timezone.now())
    if page.identity_revision or page.contact_revision:
        return redirect("worker:person", subject)
    posted = request.POST if request.method == "POST" else None
    form = Start(posted, own=own_forms(request.actor))
    if form.is_valid() and may_keep_age(request, subject, form, form.identity()):
        try:
            alike = services.introduce(
                request.actor,
                subject_for(subject),
                identity=form.identity(),
                contact=form.contact(),
                at=timezone.now(),
            )
        except SectionChanged:
            # Pressed twice: the first press stored it.
            return redirect("worker:person", subject)
        warn(request, alike)
        return redirect("worker:person", subject)
    return render(request, "cases/person_start.html", {"form": form, "page": page})
