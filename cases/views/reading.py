"""In which language he reads what he agrees to, and what he is told before (CON-09)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consent.about import Telling, tellings
from consent.forms import Welcome
from consent.printing import about_pdf
from consent.queries import ENGLISH, TE_REO, current_wordings, peer_workers

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on a page that asks for consent, in the language he chose."""

    told: Telling
    language: str
    other: str
    """The language he can change to, or nothing."""


def language_of(request: AreaRequest) -> str:
    """Return the language that the page was asked for in, or sent from."""
    asked = request.POST.get("language") or request.GET.get("language")
    return TE_REO if asked == TE_REO else ENGLISH


def reading(request: AreaRequest) -> Reading:
    """Return what he is told, and whether there is another language to read it in."""
    both = tellings()
    language = language_of(request) if len(both) > 1 else ENGLISH
    told = both[1] if language == TE_REO else both[0]
    other = (ENGLISH if language == TE_REO else TE_REO) if len(both) > 1 else ""
    return Reading(told, language, other)


def welcome_form(request: AreaRequest) -> Welcome:
    """Return the form that asks for each purpose."""
    language = language_of(request)
    return Welcome(
        request.POST if request.method == "POST" else None,
        wordings=current_wordings(language),
        language=language,
        colleagues=peer_workers(but=request.actor.member),
    )


@require_safe
def about(request: AreaRequest) -> HttpResponse:
    """Show what he is told before he consents, to be read together."""
    context = {"reads": reading(request)}
    return render(request, "consent/about.html", context)


@require_safe
def about_on_paper(request: AreaRequest) -> HttpResponse:
    """Return the same in both languages as a PDF to print; no name is in it."""
    return HttpResponse(
        about_pdf(tellings()),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="about-your-record.pdf"'},
    )
