"""The manager's pages: write a quarter's narrative, check it, approve it (REP-05)."""

from __future__ import annotations

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

from reporting.narratives.checking import CheckedText
from reporting.narratives.enums import State
from reporting.narratives.forms import (
    REASONS,
    NarrativeForm,
    QuarterForm,
    RevisionForm,
    TakeUpForm,
    reasons_in,
)
from reporting.narratives.models import Narrative
from reporting.narratives.prompts import PROMPTS
from reporting.narratives.queries import narratives as queries
from reporting.narratives.services import narratives as services
from reporting.narratives.services.narratives import NarrativeChanged, NotApprovable
from reporting.narratives.wording import OBSTACLES, WHY

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def narratives(request: AreaRequest) -> HttpResponse:
    """List the quarters and how far each one's narrative is."""
    lines = queries.quarter_lines(request.actor, at=timezone.now())
    return render(request, "narratives/quarters.html", {"lines": lines})


@require_POST
def start(request: AreaRequest) -> HttpResponse:
    """Begin a quarter's narrative, or lead to the one that stands."""
    at = timezone.now()
    form = QuarterForm(request.POST, quarters=queries.offered_quarters(at=at))
    if not form.is_valid():
        return redirect("manager:narratives")
    begun = services.begin(request.actor, form.chosen(), at=at)
    return redirect("manager:narrative", begun.id)


@require_http_methods(["GET", "HEAD", "POST"])
def narrative(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Write a draft; show what is submitted."""
    found = queries.narrative(request.actor, pk)
    if found.state != State.DRAFT:
        return render(request, "narratives/submitted.html", _submitted(found))
    if request.method == "POST":
        return _save(request, found)
    form = NarrativeForm(initial=queries.texts(found))
    return render(request, "narratives/write.html", _writing(request, found, form))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show in its place whatever may point at somebody; save changes and reasons."""
    found = queries.narrative(request.actor, pk)
    if found.state != State.DRAFT:
        return redirect("manager:narrative", pk)
    if request.method == "POST":
        return _save(request, found)
    form = NarrativeForm(initial=queries.texts(found))
    return render(request, "narratives/check.html", _checking(request, found, form))


@require_POST
def approve(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Approve the revision that was read, and submit it to the national body."""
    form = RevisionForm(request.POST)
    if form.is_valid():
        try:
            services.approve(
                request.actor,
                pk,
                revision=form.cleaned_data["revision"],
                at=timezone.now(),
            )
        except NarrativeChanged:
            messages.warning(request, _("Somebody saved it meanwhile. Read it again."))
        except NotApprovable as fault:
            messages.warning(request, OBSTACLES[fault.obstacle])
        else:
            messages.success(request, _("Submitted. The national body can read it."))
            return redirect("manager:narrative", pk)
    return redirect("manager:narrative-check", pk)


@require_POST
def take_up(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Put what a peer worker offers into the draft."""
    form = TakeUpForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["contribution"]
        services.take_up(request.actor, pk, chosen, at=timezone.now())
        messages.success(request, _("It stands in the draft now. Check it as yours."))
    return redirect("manager:narrative", pk)


@require_POST
def take_back(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Take a submitted narrative back, to change it."""
    fresh = services.take_back(request.actor, pk, at=timezone.now())
    messages.success(request, _("Taken back. It is a draft again."))
    return redirect("manager:narrative", fresh.id)


def _save(request: AreaRequest, found: Narrative) -> HttpResponse:
    """Save what was typed and explained; nothing typed is ever lost."""
    form, read = NarrativeForm(request.POST), RevisionForm(request.POST)
    if not form.is_valid() or not read.is_valid():
        page = _writing(request, found, form)
        return render(request, "narratives/write.html", page)
    at = timezone.now()
    try:
        after = read.cleaned_data["revision"]
        services.save(request.actor, found.id, form.texts(), after=after, at=at)
    except NarrativeChanged:
        page = _writing(request, found, form) | {"theirs": _in_words(found)}
        return render(request, "narratives/write.html", page, status=409)
    services.explain(request.actor, found.id, reasons_in(request.POST), at=at)
    if request.POST.get("then") == "check":
        return redirect("manager:narrative-check", found.id)
    messages.success(request, _("Saved."))
    return redirect("manager:narrative", found.id)


def _writing(
    request: AreaRequest, found: Narrative, form: NarrativeForm
) -> dict[str, Any]:
    return {
        "narrative": found,
        "quarter": found.period,
        "form": form,
        "offered": [
            (one, _titled(one.texts))
            for one in queries.contributions(request.actor, found.period)
        ],
        "editions": queries.editions(found),
    }


def _checking(
    request: AreaRequest, found: Narrative, form: NarrativeForm
) -> dict[str, Any]:
    checked = queries.checked(request.actor, found)
    obstacle = None
    try:
        services.check_approval(request.actor, found, checked, at=timezone.now())
    except NotApprovable as fault:
        obstacle = OBSTACLES[fault.obstacle]
    names = queries.people_of(found)
    return {
        "narrative": found,
        "quarter": found.period,
        "form": form,
        "checked": checked,
        "parts": [_part(one, form) for one in checked.texts],
        "reasons": REASONS,
        "obstacle": obstacle,
        "authors": [names[one] for one in found.authors],
    }


def _part(text: CheckedText, form: NarrativeForm) -> dict[str, Any]:
    """Return one prompt with its marked text, why each mark is there, its field."""
    numbers: dict[int, str] = {}
    for number, finding in enumerate(text.findings, start=1):
        numbers[id(finding)] = f"{text.prompt.code}-{number}"
    return {
        "text": text,
        "field": form[text.prompt.code],
        "pieces": [
            (piece, numbers.get(id(piece.finding), "")) for piece in text.pieces
        ],
        "strong": [
            (one, numbers[id(one)], WHY[one.hit.why])
            for one in text.findings
            if not one.is_weak
        ],
        "weak": [(one, numbers[id(one)], WHY[one.hit.why]) for one in text.weak],
    }


def _submitted(found: Narrative) -> dict[str, Any]:
    names = queries.people_of(found)
    return {
        "narrative": found,
        "quarter": found.period,
        "texts": _in_words(found),
        "authors": [names[one] for one in found.authors],
        "approver": names.get(found.approved_by_id) if found.approved_by_id else "",
        "editions": queries.editions(found),
        "can_be_taken_back": found.state == State.SUBMITTED,
    }


def _in_words(found: Narrative) -> list[tuple[str, str]]:
    return _titled(queries.texts(found))


def _titled(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(one.title, texts[one.code]) for one in PROMPTS if one.code in texts]
