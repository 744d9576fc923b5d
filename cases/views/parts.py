"""Each part of a record: how it is asked, told, and saved by itself (UI-W8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.enums import SectionKind
from cases.form_settings.policies import OFFICIAL_FORMS, OwnForms
from cases.form_settings.queries import own_forms
from cases.forms import lists
from cases.forms import parts as forms
from cases.queries import people
from cases.queries.framework import pillars
from cases.queries.people import PersonPage
from cases.sections import CONTENT, SectionContent, Wellbeing
from cases.services import sections
from cases.services.sections import SectionChanged
from cases.views import facts
from cases.views.facts import Facts, part_facts
from msa.access.refusals import NotVisible
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of a record is asked and told."""

    form: Any
    lead: Words
    told: Callable[[Any, OwnForms], Facts]
    row: Words = ""
    """What one row is called, if it is a list."""
    address: str = ""
    """The name of its page where it has one of its own."""


def _asked(form: type[forms.PartForm], lead: Words) -> Part:
    return Part(form, lead, lambda section, own: part_facts(form, section, own))


PARTS: Mapping[SectionKind, Part] = MappingProxyType(
    {
        SectionKind.SUPPORT: Part(
            lists.EditSupportPeople,
            gettext_lazy(
                "The people around him, in the order he names them. To take somebody "
                "out, empty the row."
            ),
            facts.support_facts,
            row=gettext_lazy("Person"),
            address="person-support",
        ),
        SectionKind.ISSUES: _asked(
            forms.EditIssues,
            gettext_lazy(
                "What he wants to tell of it, and no more. He need not tell anything."
            ),
        ),
        SectionKind.HOPES: Part(
            lists.EditHopes,
            gettext_lazy(
                "What he hopes for, in his words. To take one out, empty the row."
            ),
            facts.hope_facts,
            row=gettext_lazy("Hope"),
            address="person-hopes",
        ),
        SectionKind.STRENGTHS: _asked(
            forms.EditStrengths, gettext_lazy("In his words, as far as you can.")
        ),
        SectionKind.STEPS: Part(
            lists.EditSteps,
            gettext_lazy(
                "What comes next. A step is moved towards, at his pace; one that he "
                "lets go of is taken out by emptying its row."
            ),
            facts.step_facts,
            row=gettext_lazy("Step"),
        ),
        SectionKind.SAFETY: _asked(
            forms.EditSafety,
            gettext_lazy("His own plan for bad days. Write it with him."),
        ),
        SectionKind.WELLBEING: _asked(
            forms.EditWellbeing,
            gettext_lazy("Where he wants to get to, what is strong, what is hard."),
        ),
        SectionKind.OFFER: _asked(
            forms.EditOffer,
            gettext_lazy("What we offered, and what he said. Any answer is fine."),
        ),
        SectionKind.NEEDS: _asked(
            forms.EditNeeds,
            gettext_lazy(
                "So that nothing is overlooked. It decides nothing about whether he "
                "is welcome."
            ),
        ),
        SectionKind.CHOICE: _asked(
            forms.EditChoice,
            gettext_lazy("Who he talks to is for him to choose. He owes no reason."),
        ),
    }
)


def title(kind: SectionKind) -> str:
    """Return what a part is called."""
    return _(kind.label)


def page_of(kind: SectionKind, subject: UUID) -> str:
    """Return the address at which a peer worker edits a part."""
    if kind in (SectionKind.IDENTITY, SectionKind.CONTACT):
        return reverse(f"worker:person-{kind.value}", args=[subject])
    if own := PARTS[kind].address:
        return reverse(f"worker:{own}", args=[subject])
    return reverse("worker:person-part", args=[subject, kind.value])


def told(
    kind: SectionKind,
    content: SectionContent | None,
    own: OwnForms = OFFICIAL_FORMS,
) -> Facts:
    """Return a part as names and values, as the organisation has it."""
    if kind == SectionKind.IDENTITY:
        return facts.identity_facts(content, own)  # type: ignore[arg-type]
    if kind == SectionKind.CONTACT:
        return facts.contact_facts(content, own)  # type: ignore[arg-type]
    return PARTS[kind].told(content, own)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: AreaRequest, subject: UUID, part: str) -> HttpResponse:
    """Show one part of a record to be changed, and save it."""
    try:
        kind = SectionKind(part)
        asked = PARTS[kind]
    except (ValueError, KeyError):
        raise NotVisible from None
    page = people.person(request.actor, subject, at=timezone.now())
    before = page.contents.get(kind) or CONTENT[kind]()
    more: dict[str, Any] = {"own": own_forms(request.actor), "unsaid": before.unsaid}
    if isinstance(before, Wellbeing):
        more["pou"] = [*pillars(), *before.pou]
    if request.method != "POST":
        values = asked.form.values(before) | {"revision": page.revision(kind)}
        return _edit(request, page, kind, asked.form(initial=values, **more))
    return _take(request, page, kind, asked.form(request.POST, **more), before)


def _take(
    request: AreaRequest,
    page: PersonPage,
    kind: SectionKind,
    form: Any,
    before: SectionContent,
) -> HttpResponse:
    if not form.is_valid():
        return _edit(request, page, kind, form)
    now = timezone.now()
    try:
        sections.save(
            request.actor,
            page.card.subject,
            form.content(today=local_date(now), before=before),
            after=form.cleaned_data["revision"],
            at=now,
        )
    except SectionChanged:
        # Saved meanwhile, maybe after this page was read.
        page = people.person(request.actor, page.card.subject, at=now)
        # Saving once more is his choice of his own text, made with both in sight.
        form.follow(page.revision(kind))
        theirs = told(kind, page.contents.get(kind), form.own)
        return _edit(request, page, kind, form, theirs)
    messages.success(request, _("Saved."))
    return redirect("worker:person", page.card.subject)


def _edit(
    request: AreaRequest,
    page: PersonPage,
    kind: SectionKind,
    form: Any,
    theirs: Facts | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "theirs": theirs,
        "kind": kind.value,
        "part_title": title(kind),
        "asked": PARTS[kind],
        "revision": page.revision(kind),
    }
    status = None if theirs is None else CONFLICT
    return render(request, "cases/person_part.html", context, status=status)
