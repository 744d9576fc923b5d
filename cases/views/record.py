"""One person: his page, and the parts of his record that can be edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.enums import SectionKind
from cases.form_settings.policies import OwnForms
from cases.form_settings.queries import own_forms
from cases.forms.record import EditContact, EditIdentity, Revision, identity_values
from cases.policies import contact_is_due
from cases.queries import people, sessions
from cases.queries import support as support_queries
from cases.queries.episodes import his_time
from cases.queries.people import PersonPage
from cases.sections import Contact, Identity, Needs, SectionContent
from cases.services import sections
from cases.services.sections import SectionChanged
from cases.views import cursors
from cases.views.facts import Facts, contact_facts, identity_facts
from cases.views.likeness import warn
from cases.views.parts import page_of, title, told
from cases.views.protecting import may_keep_age
from consent.enums import Purpose
from msa.clock.days import local_date
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
#: Few enough that the rest of the record is near on a phone.
_TIMELINE = 10
#: What helps before a meeting: these stand open.
_HELPS = (SectionKind.STEPS, SectionKind.SAFETY)


@require_safe
def person(request: AreaRequest, subject: UUID) -> HttpResponse:
    now = timezone.now()
    today = local_date(now)
    page = people.person(request.actor, subject, at=now)
    older = cursors.dated(request.GET.get("older", ""))
    timeline = sessions.timeline(request.actor, subject, after=older, limit=_TIMELINE)
    contact = page.contact or Contact()
    context = {
        "page": page,
        "subject": subject,
        "identity": page.identity or Identity(),
        "contact": contact,
        "contact_due": contact_is_due(contact, on=today),
        "parts": parts_of(
            page,
            [*_first(page, on=today), *SectionKind],
            own_forms(request.actor),
            on=today,
        ),
        "time": his_time(subject),
        "panels": panels_of("person", request.actor, at=now, subject=subject),
        "agreed": [purpose for purpose in Purpose if purpose in page.purposes],
        "keeps_notes": Purpose.SESSIONS in page.purposes,
        "beside": support_queries.beside(request.actor, subject),
        "timeline": timeline.lines,
        "older": cursors.to_text(timeline.after),
        "is_newest": older is None,
    }
    return render(request, "cases/person.html", context)


@dataclass(frozen=True, slots=True)
class PartOfRecord:
    """One part of his record as his page shows it: closed unless it helps."""

    kind: str
    title: str
    facts: Facts
    url: str
    revision: int
    is_open: bool


def parts_of(
    page: PersonPage, kinds: Iterable[SectionKind], own: OwnForms, *, on: date
) -> list[PartOfRecord]:
    """Return these parts of somebody's record, told as his page tells them."""
    opened = {*_HELPS, *_first(page, on=on)}
    return [
        PartOfRecord(
            kind=kind.value,
            title=title(kind),
            facts=told(kind, page.contents.get(kind), own),
            url=page_of(kind, page.card.subject),
            revision=page.revision(kind),
            is_open=kind in opened,
        )
        for kind in dict.fromkeys(kinds)
    ]


def _first(page: PersonPage, *, on: date) -> list[SectionKind]:
    needs = page.part(Needs) or Needs()
    return [SectionKind.NEEDS] if needs.urgent or needs.is_due(on=on) else []


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: AreaRequest, subject: UUID) -> HttpResponse:
    page = people.person(request.actor, subject, at=timezone.now())
    before, own = page.identity or Identity(), own_forms(request.actor)
    more: dict[str, Any] = {"own": own, "unsaid": before.unsaid}
    if request.method != "POST":
        values = identity_values(before) | {"revision": page.identity_revision}
        return _edit(request, page, EditIdentity(initial=values, **more))
    form = EditIdentity(request.POST, **more)
    if form.is_valid():
        content = form.identity(before)
        if not may_keep_age(request, subject, form, content):
            return _edit(request, page, form)
        if _saved(request, page, form, content):
            return _done(request, page)
        # Saved meanwhile, maybe after this page was read.
        page = people.person(request.actor, subject, at=timezone.now())
    theirs = identity_facts(page.identity, own)
    return _edit(request, page, form, theirs, page.identity_revision)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: AreaRequest, subject: UUID) -> HttpResponse:
    page = people.person(request.actor, subject, at=timezone.now())
    before, own = page.contact or Contact(), own_forms(request.actor)
    more: dict[str, Any] = {"own": own, "unsaid": before.unsaid}
    if request.method != "POST":
        values = before.document() | {"revision": page.contact_revision}
        return _edit(request, page, EditContact(initial=values, **more))
    form = EditContact(request.POST, **more)
    if form.is_valid():
        if _saved(request, page, form, form.contact(before)):
            return _done(request, page)
        # Saved meanwhile, maybe after this page was read.
        page = people.person(request.actor, subject, at=timezone.now())
    theirs = contact_facts(page.contact, own)
    return _edit(request, page, form, theirs, page.contact_revision)


@require_POST
def still_safe(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Note at one press that he said again that these ways are safe (UI-S8)."""
    now = timezone.now()
    page = people.person(request.actor, subject, at=now)
    form = Revision(request.POST)
    # What he said is said of what stood on the page, and of nothing newer.
    if page.contact is None or not form.is_valid():
        return redirect("worker:person-contact", subject)
    if _saved(request, page, form, page.contact.said_again(local_date(now))):
        return _done(request, page)
    messages.warning(request, _("Somebody changed it meanwhile. Look at it again."))
    return redirect("worker:person-contact", subject)


def _saved(
    request: AreaRequest,
    page: PersonPage,
    form: Revision,
    content: SectionContent,
) -> bool:
    try:
        saved = sections.save_compared(
            request.actor,
            page.card.subject,
            content,
            after=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except SectionChanged:
        return False
    warn(request, saved.alike)
    return True


def _done(request: AreaRequest, page: PersonPage) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("worker:person", page.card.subject)


def _edit(
    request: AreaRequest,
    page: PersonPage,
    form: EditIdentity | EditContact,
    theirs: Facts | None = None,
    newest: int = 0,
) -> HttpResponse:
    """Show the form; when somebody saved meanwhile, beside what stands there now."""
    changed = form.is_bound and form.is_valid()
    if changed:
        # Saving once more is his choice of his own text, made with both in sight.
        form.follow(newest)
    template = "identity" if isinstance(form, EditIdentity) else "contact"
    context = {
        "form": form,
        "page": page,
        "kind": template,
        "theirs": theirs if changed else None,
        "contact_due": contact_is_due(
            page.contact or Contact(), on=local_date(timezone.now())
        ),
    }
    return render(
        request,
        f"cases/person_{template}.html",
        context,
        status=CONFLICT if changed else None,
    )
