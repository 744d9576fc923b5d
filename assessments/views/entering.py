"""How a survivor comes in, by a code or a link, and how he goes: without an account.

These pages stand outside every area: nobody is signed in. What they may show,
PostgreSQL decides by the context of the one check-in that was opened.
"""

from __future__ import annotations

from dataclasses import replace

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from assessments.forms import Code
from assessments.queries.respondent import Respondent, sheet
from assessments.services import responding
from assessments.services.responding import Opened
from assessments.sheets import Sheet
from assessments.views import passage
from assessments.views.passage import Passage
from assessments.views.respondents import respondent_page
from msa.accounts.lock import end_meanwhile, is_locked


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and open what it opens (UI-V4)."""
    form = Code(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "assessments/respond/code.html", {"form": form})
    typed = form.cleaned_data["code"]
    opened = responding.open_by_code(typed, address=_address(request))
    return _enter(request, opened)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show that there is something to open; a look alone uses nothing up (L02)."""
    if request.method != "POST":
        return render(request, "assessments/respond/link.html")
    opened = responding.open_by_token(secret, address=_address(request))
    return _enter(request, opened)


@require_safe
@respondent_page
def begin(request: HttpRequest, respondent: Respondent, held: Passage) -> HttpResponse:
    """Say before the first question what this is and who sees it (UI-V7)."""
    answered = sheet(respondent)
    instrument = answered.asked()
    page = {
        "order": held.order,
        "heading_order": held.heading_order,
        "code": held.code,
        "both": bool(instrument.items[0].statement.te_reo),
        "go_on_url": where_next(answered),
        "number": answered.passed + 1,
    }
    return render(request, "assessments/respond/begin.html", page)


@require_POST
@respondent_page
def order(request: HttpRequest, respondent: Respondent, held: Passage) -> HttpResponse:
    """Let the language he chose stand first from now on."""
    first = "en" if request.POST.get("order") == "en" else "mi"
    response = redirect("check-in:begin")
    passage.write(response, replace(held, order=first))
    return response


@require_POST
@respondent_page
def stop(request: HttpRequest, respondent: Respondent, held: Passage) -> HttpResponse:
    """Shut the check-in on this device; his code or link opens it again (UI-V2)."""
    return stopped_now(request, held)


def stopped_now(request: HttpRequest, held: Passage) -> HttpResponse:
    """Answer that what he said is kept, and take the check-in from the device."""
    response: HttpResponse = redirect("check-in:stopped")
    if held.code:
        # Drawn once, here: a second look at this address shows no code.
        page = {"handed": held.handed, "code": held.code}
        response = render(request, "assessments/respond/stopped.html", page)
    end_meanwhile(request)
    passage.end(response)
    return response


@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    page = {"handed": is_locked(request)}
    return render(request, "assessments/respond/stopped.html", page)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    page = {"handed": is_locked(request)}
    return render(request, "assessments/respond/thanks.html", page)


def where_next(answered: Sheet) -> str:
    """Return the address of the question that opens next, or of the look over."""
    if answered.passed >= len(answered.asked().questions):
        return reverse("check-in:answers")
    return reverse("check-in:question", args=[answered.passed + 1])


def _address(request: HttpRequest) -> str:
    address: str = get_adapter().get_client_ip(request)
    return address


def _enter(request: HttpRequest, opened: Opened | None) -> HttpResponse:
    if opened is None:
        # One page for wrong, used, expired and somebody else's (L05).
        return render(request, "assessments/respond/nothing_here.html")
    with responding.as_respondent(opened) as respondent:
        answered = sheet(respondent)
    response = redirect(where_next(answered) if answered.passed else "check-in:begin")
    passage.write(response, Passage(opened))
    return response
