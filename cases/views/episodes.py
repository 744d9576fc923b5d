"""How a survivor comes and goes: noted on his page, and looked back at (REC-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.enums import TurnKind
from cases.forms.episodes import TURNS, BeginAgain
from cases.forms.history import OnADay
from cases.policies import may_follow
from cases.queries import people
from cases.queries.episodes import his_time
from cases.queries.episodes import history as told
from cases.queries.people import PersonCard
from cases.services import episodes as services
from cases.services.episodes import DoesNotFollow
from msa.access.refusals import NotVisible
from msa.clock.days import local_date
from msa.web.forms import named_form

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page asks for a turn, and what it says once it is noted."""

    title: Promise
    lead: Promise
    done: Promise


_ASKED: Mapping[TurnKind, Asked] = MappingProxyType(
    {
        TurnKind.PHASE: Asked(
            gettext_lazy("On to another phase"),
            gettext_lazy("Further on or back: there is no wrong way round."),
            gettext_lazy("Noted. His page shows where he is now."),
        ),
        TurnKind.PAUSED: Asked(
            gettext_lazy("A pause"),
            gettext_lazy("He takes a break. Nothing ends: he goes on when he likes."),
            gettext_lazy("Noted. Nobody will miss him in the lists meanwhile."),
        ),
        TurnKind.WENT_ON: Asked(
            gettext_lazy("Going on again"),
            gettext_lazy("He is back from his pause."),
            gettext_lazy("Noted. He goes on where he was."),
        ),
        TurnKind.ENDED: Asked(
            gettext_lazy("Finished for now"),
            gettext_lazy(
                "This time with us comes to an end, as he sees it. The door stays open:"
                " he can begin again any day."
            ),
            gettext_lazy(
                "Noted. You still work with him until your manager decides otherwise."
            ),
        ),
    }
)
_AGAIN = Asked(
    gettext_lazy("He begins again"),
    gettext_lazy("A new time with us. What was before stays as it is."),
    gettext_lazy("Good that he is back. A new time with us has begun."),
)


@require_safe
def history(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show how he came and went, or how it was known on a day (REC-12)."""
    card = _card(request, subject)
    form = OnADay(request.GET) if "on" in request.GET else OnADay()
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "card": card,
        "subject": subject,
        "day": day,
        "chapters": told(request.actor, subject, on=day),
    }
    return render(request, "cases/his_time.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: AreaRequest, subject: UUID, pk: UUID, move: str) -> HttpResponse:
    """Note that he moves to a phase, pauses, goes on, or finishes for now."""
    now = timezone.now()
    card = _card(request, subject)
    stay = his_time(subject).stay(pk)
    if stay is None or move not in TURNS:
        raise NotVisible
    kind = TURNS[move].kind
    if request.method != "POST" and kind not in may_follow(stay):
        messages.info(request, _("That was noted before. This is how it stands."))
        return redirect("worker:person-time", subject)
    posted = request.POST if request.method == "POST" else None
    form = TURNS[move](posted, stay=stay, today=local_date(now))
    refused = False
    if form.is_valid():
        try:
            services.note(
                request.actor,
                subject,
                pk,
                form.turn(),
                after=form.cleaned_data["revision"],
                at=now,
            )
        except DoesNotFollow:
            refused = True
            form.follow(stay.revision)
        else:
            messages.success(request, str(_ASKED[kind].done))
            return redirect("worker:person", subject)
    return _asking(request, card, form, _ASKED[kind], refused=refused)


@require_http_methods(["GET", "HEAD", "POST"])
def start_again(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Begin a new time with somebody who is back."""
    now = timezone.now()
    card = _card(request, subject)
    latest = his_time(subject).latest
    form = BeginAgain(
        request.POST if request.method == "POST" else None,
        named=named_form(request),
        ended_on=latest.ended_on if latest else None,
        today=local_date(now),
    )
    refused = False
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.start_again(
                request.actor,
                subject,
                on=given["on"],
                phase=given["phase"],
                words=given["words"],
                id=request.actor.own(given["id"]),
                at=now,
            )
        except DoesNotFollow:
            refused = True
        else:
            messages.success(request, str(_AGAIN.done))
            return redirect("worker:person", subject)
    return _asking(request, card, form, _AGAIN, refused=refused)


@require_POST
def take_back(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Take back what was noted last, by mistake."""
    try:
        services.take_back(request.actor, subject, pk, at=timezone.now())
    except DoesNotFollow:
        words = _("Nothing was changed: something else was noted since.")
        messages.warning(request, words)
    else:
        messages.success(request, _("Taken back. It stays to be seen that it was."))
    return redirect("worker:person-time", subject)


def _card(request: AreaRequest, subject: UUID) -> PersonCard:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    return card


def _asking(
    request: AreaRequest,
    card: PersonCard,
    form: object,
    asked: Asked,
    *,
    refused: bool,
) -> HttpResponse:
    context = {"form": form, "card": card, "asked": asked, "refused": refused}
    status = CONFLICT if refused else None
    return render(request, "cases/turn.html", context, status=status)
