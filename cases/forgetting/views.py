"""Letting earlier words go: a peer worker asks, a manager decides (UI-S9)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.enums import SectionKind
from cases.forgetting import services
from cases.forgetting.enums import Ground, Outcome, Part, Stays
from cases.forgetting.forms import AskForm
from cases.forgetting.queries import asked as queries
from cases.forgetting.services import WordsStay
from cases.queries import people
from cases.views.parts import title
from msa.access.refusals import NotVisible
from msa.accounts.step_up import asks_second_factor

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

REFUSED = 409


@require_http_methods(["GET", "HEAD", "POST"])
def ask_of_part(request: AreaRequest, subject: UUID, written: str) -> HttpResponse:
    """Ask that the earlier words of a part of the record be let go."""
    try:
        kind = SectionKind(written)
    except ValueError:
        raise NotVisible from None
    back = reverse("worker:person-part-history", args=[subject, kind.value])
    return _ask(request, subject, kind, {"part": title(kind), "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_of_note(request: AreaRequest, subject: UUID, session: UUID) -> HttpResponse:
    """Ask that the earlier words of a session's note be let go."""
    row = queries.session_of(subject, session)
    back = reverse("worker:session-versions", args=[subject, session])
    return _ask(request, subject, session, {"session": row, "back": back})


def _ask(
    request: AreaRequest, subject: UUID, part: Part, page: dict[str, object]
) -> HttpResponse:
    found = queries.earlier(subject, part)
    stays = None if found else Stays.NOTHING
    form = AskForm(request.POST if request.method == "POST" else None)
    if found and form.is_valid():
        ground = Ground(form.cleaned_data["ground"])
        try:
            services.ask(request.actor, subject, part, ground)
        except WordsStay as refused:
            stays = refused.why
        else:
            messages.success(request, _("Asked. A manager decides; nothing is gone."))
            return redirect(str(page["back"]))
    page |= {
        "form": form,
        "earlier": found,
        "stays": stays,
        "subject": subject,
        "card": people.card(request.actor, subject),
    }
    status = REFUSED if found and stays else None
    return render(request, "cases/forgetting/ask.html", page, status=status)


@require_safe
def overview(request: AreaRequest) -> HttpResponse:
    """Show a manager what waits to be decided, and what was."""
    page = {
        "waiting": queries.to_decide(request.actor),
        "decided": queries.decided_of_late(request.actor),
    }
    return render(request, "cases/forgetting/overview.html", page)


@require_safe
def one(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show what is asked, and never a word of it."""
    return _one(request, pk)


@require_POST
@asks_second_factor
def approve(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Be the second of the two: the words go at once."""
    queries.asked(request.actor, pk)
    try:
        services.decide(request.actor, pk, Outcome.LET_GO)
    except WordsStay as refused:
        return _one(request, pk, stays=refused.why)
    messages.success(request, _("They are let go."))
    return redirect("manager:letting-go-one", pk)


@require_POST
def refuse(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Decide that the words stay."""
    queries.asked(request.actor, pk)
    services.decide(request.actor, pk, Outcome.REFUSED)
    messages.success(request, _("They stay."))
    return redirect("manager:letting-go-one", pk)


def _one(request: AreaRequest, pk: UUID, stays: Stays | None = None) -> HttpResponse:
    page = {"one": queries.asked(request.actor, pk), "stays": stays}
    status = REFUSED if stays else None
    return render(request, "cases/forgetting/one.html", page, status=status)
