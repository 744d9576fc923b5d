"""The parts of a record that are lists: support people, and hopes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.lists import EditHopes, EditSupportPeople
from cases.queries import people
from cases.queries.people import PersonPage
from cases.sections import Hopes, SupportPeople
from cases.services import sections
from cases.services.sections import SectionChanged
from cases.views.facts import Facts, hope_facts, support_facts
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
EditList = EditSupportPeople | EditHopes


@require_http_methods(["GET", "HEAD", "POST"])
def support_people(request: AreaRequest, subject: UUID) -> HttpResponse:
    page = people.person(request.actor, subject, at=timezone.now())
    before = page.support or SupportPeople()
    if request.method != "POST":
        values = EditSupportPeople.values(before) | {"revision": page.support_revision}
        return _edit(request, page, EditSupportPeople(initial=values))
    return _take(
        request,
        page,
        EditSupportPeople(request.POST),
        support_facts(before),
        page.support_revision,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hopes(request: AreaRequest, subject: UUID) -> HttpResponse:
    page = people.person(request.actor, subject, at=timezone.now())
    before = page.hopes or Hopes()
    if request.method != "POST":
        values = EditHopes.values(before) | {"revision": page.hopes_revision}
        return _edit(request, page, EditHopes(initial=values))
    return _take(
        request,
        page,
        EditHopes(request.POST),
        hope_facts(before),
        page.hopes_revision,
    )


def _take(
    request: AreaRequest,
    page: PersonPage,
    form: EditList,
    theirs: Facts,
    newest: int,
) -> HttpResponse:
    if not form.is_valid():
        return _edit(request, page, form)
    now = timezone.now()
    try:
        sections.save(
            request.actor,
            page.card.subject,
            form.content(today=local_date(now)),
            after=form.cleaned_data["revision"],
            at=now,
        )
    except SectionChanged:
        # Saving once more is his choice of his own text, made with both in sight.
        form.follow(newest)
        return _edit(request, page, form, theirs)
    messages.success(request, _("Saved."))
    return redirect("worker:person", page.card.subject)


def _edit(
    request: AreaRequest,
    page: PersonPage,
    form: EditList,
    theirs: Facts | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "theirs": theirs,
        "is_support": isinstance(form, EditSupportPeople),
    }
    status = None if theirs is None else CONFLICT
    return render(request, "cases/person_list.html", context, status=status)
