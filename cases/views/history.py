"""How a part of a record came to be, and how it was on a day (REC-12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.enums import SectionKind
from cases.form_settings.policies import OwnForms
from cases.form_settings.queries import own_forms
from cases.forms.history import OnADay
from cases.queries import people, revisions
from cases.queries.revisions import Changed, Written
from cases.views.facts import Facts
from cases.views.parts import page_of, title, told
from msa.access.refusals import NotVisible
from msa.accounts.models import Role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, as it was and as it became."""

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Was it changed?"""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Change:
    """One save of a part: who, when, and what it changed."""

    written: Written
    lines: list[Line]
    is_first: bool
    has_before: bool
    """Is it shown beside what it changed, and are those words still there?"""


@require_safe
def history(request: AreaRequest, subject: UUID, written: str) -> HttpResponse:
    """Show every change of a part, old beside new, or the part as it was on a day."""
    try:
        kind = SectionKind(written)
    except ValueError:
        raise NotVisible from None
    card, own = people.card(request.actor, subject), own_forms(request.actor)
    form = OnADay(request.GET) if "on" in request.GET else OnADay()
    context = {
        "form": form,
        "subject": subject,
        "card": card,
        "kind": kind.value,
        "part_title": title(kind),
        "edit_url": page_of(kind, subject) if request.actor.role == Role.WORKER else "",
        "here": reverse(
            f"{request.actor.role}:person-part-history", args=[subject, kind.value]
        ),
    }
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["on"]
        found = revisions.as_it_was(request.actor, subject, kind, on=day)
        context |= {
            "day": day,
            "then": found.then,
            "now": found.now,
            "lines": _lines(kind, own, found.then, found.now),
        }
    else:
        before = request.GET.get("before", "")
        page = revisions.history(
            request.actor,
            subject,
            kind,
            before=int(before) if before.isdecimal() and len(before) < 9 else None,
        )
        context |= {
            "changes": [_change(kind, own, one) for one in page.changes],
            "older": page.older,
            "older_text": str(page.older or ""),
            "is_newest": not before,
        }
    return render(request, "cases/part_history.html", context)


def _change(kind: SectionKind, own: OwnForms, one: Changed) -> Change:
    lines = [line for line in _lines(kind, own, one.before, one.after) if line.differs]
    has_before = one.before is not None and one.before.content is not None
    return Change(one.after, lines, one.after.revision == 1, has_before)


def _lines(
    kind: SectionKind, own: OwnForms, before: Written | None, after: Written
) -> list[Line]:
    was, became = _said(kind, own, before), _said(kind, own, after)
    names = [*became, *(name for name in was if name not in became)]
    return [Line(name, was.get(name, ""), became.get(name, "")) for name in names]


def _said(kind: SectionKind, own: OwnForms, one: Written | None) -> dict[str, str]:
    return _merged(told(kind, one.content, own) if one and one.content else [])


def _merged(facts: Facts) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in facts:
        found[name] = f"{found[name]}\n{value}" if name in found else value or name
    return found
