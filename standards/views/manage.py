"""The manager's pages: reviews, their standards one by one, sign-off (STD-02)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.access.refusals import AccessDenied, NotVisible
from msa.clock.days import local_date
from standards.enums import State
from standards.forms import Judging, Period, SigningOff
from standards.models import Cycle, Judgement
from standards.queries import cycles as queries
from standards.queries import reviews
from standards.services import cycles as services
from standards.services import judgements
from standards.services.judgements import ChangedMeanwhile
from standards.views.files import pdf_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_JULY = 7
_ASK = ["GET", "HEAD", "POST"]


@require_safe
def standards(request: AreaRequest) -> HttpResponse:
    """List the organisation's reviews."""
    found = queries.cycles(request.actor)
    page = {"cycles": found, "running": queries.open_cycle()}
    return render(request, "standards/reviews.html", page)


@require_http_methods(_ASK)
def start(request: AreaRequest) -> HttpResponse:
    """Ask for the period of a new review, and start it."""
    at = timezone.now()
    form = Period(request.POST or None, initial=_year(local_date(at)))
    if request.method == "POST" and form.is_valid():
        try:
            started = services.start(request.actor, **form.cleaned_data, at=at)
        except services.PeriodTaken as fault:
            taken = fault.cycle.period
            form.add_error(
                "starts_on",
                f"There is a review of {taken}. Choose days after it, "
                "or start a new revision of it.",
            )
        else:
            if not started.is_new:
                messages.info(request, "This review is being filled in. Finish it.")
            return redirect("manager:standards-review", started.cycle.id)
    return render(request, "standards/start.html", {"form": form})


@require_safe
def review(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show a review: how far it is, what it says, what comes next."""
    cycle = queries.cycle(request.actor, pk)
    page = {
        "review": reviews.read(cycle),
        "may_revise": services.may_be_revised(cycle),
        "may_submit": cycle.state == State.SIGNED and queries.is_newest(cycle),
    }
    return render(request, "standards/review.html", page)


@require_http_methods(_ASK)
def standard(request: AreaRequest, pk: UUID, standard: str) -> HttpResponse:
    """Show one standard and what is said about it; save, and go on to the next."""
    cycle = queries.cycle(request.actor, pk)
    if standard not in cycle.standards.numbers:
        raise NotVisible
    if request.method != "POST":
        form = Judging.of(queries.judgement(cycle, standard))
        return _standard(request, cycle, standard, form)
    form = Judging(request.POST)
    if not form.is_valid():
        return _standard(request, cycle, standard, form)
    try:
        judgements.rate(
            request.actor,
            pk,
            standard,
            form.said(),
            version=form.began_from,
            at=timezone.now(),
        )
    except ChangedMeanwhile as meanwhile:
        return _both(request, cycle, standard, meanwhile.theirs)
    except AccessDenied:
        again = queries.cycle(request.actor, pk)
        return _standard(request, again, standard, form, status=409)
    messages.success(request, f"Standard {standard} is saved.")
    return redirect(_next(request, cycle, standard))


@require_safe
def comparison(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show a review beside the last one."""
    found = reviews.read(queries.cycle(request.actor, pk))
    if found.previous is None:
        raise NotVisible
    return render(request, "standards/comparison.html", {"review": found})


@require_http_methods(_ASK)
def sign_off(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show what a signature means, and take it."""
    found = reviews.read(queries.cycle(request.actor, pk))
    form = SigningOff(request.POST or None, initial={"digest": found.digest})
    if request.method == "POST" and form.is_valid():
        return _sign(request, pk, form.cleaned_data["digest"])
    if not found.cycle.is_open:
        return redirect("manager:standards-review", pk)
    is_empty = not any(entry.rated for entry in found.entries)
    page = {"review": found, "form": form, "is_empty": is_empty}
    return render(request, "standards/sign_off.html", page)


def _sign(request: AreaRequest, pk: UUID, digest: str) -> HttpResponse:
    try:
        services.sign_off(request.actor, pk, digest=digest, at=timezone.now())
    except services.ReadSomethingElse:
        messages.warning(request, "A colleague changed it meanwhile. Read it again.")
    else:
        messages.success(request, "Signed off. Nobody can change it now.")
    return redirect("manager:standards-review", pk)


@require_http_methods(_ASK)
def submit(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show what MSA will see, and send it."""
    cycle = queries.cycle(request.actor, pk)
    if request.method == "POST":
        services.submit(request.actor, pk, at=timezone.now())
        messages.success(request, "Sent. MSA can read this review now.")
        return redirect("manager:standards-review", pk)
    if cycle.state != State.SIGNED or not queries.is_newest(cycle):
        return redirect("manager:standards-review", pk)
    return render(request, "standards/submit.html", {"cycle": cycle})


@require_POST
def revise(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Open the next revision of a finished review."""
    following = services.revise(request.actor, pk, at=timezone.now())
    messages.success(
        request,
        f"Revision {following.revision} is open. It says what the one before said: "
        "change what has changed.",
    )
    return redirect("manager:standards-review", following.id)


@require_safe
def pdf(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Give a review as a PDF."""
    return pdf_of(reviews.read(queries.cycle(request.actor, pk)))


def _standard(
    request: AreaRequest,
    cycle: Cycle,
    number: str,
    form: Judging,
    *,
    theirs: Judgement | None = None,
    status: int = 200,
) -> HttpResponse:
    found = reviews.read(cycle)
    entry = next(one for one in found.entries if one.standard.number == number)
    page: dict[str, Any] = {
        "review": found,
        "entry": entry,
        "standard": entry.standard,
        "part_of": found.catalogue.area_of(number),
        "following": found.catalogue.after(number),
        "place": found.catalogue.numbers.index(number) + 1,
        "form": form,
        "theirs": theirs,
        "theirs_views": entry.views if theirs else [],
        "was_locked": status == 409,  # the only reason for it
    }
    return render(request, "standards/standard.html", page, status=status)


def _both(
    request: AreaRequest, cycle: Cycle, number: str, theirs: Judgement
) -> HttpResponse:
    """Show what a colleague saved beside what was typed; saving again is a choice."""
    typed = request.POST.copy()
    typed["version"] = str(theirs.version)
    form = Judging(typed)
    return _standard(request, cycle, number, form, theirs=theirs, status=409)


def _next(request: AreaRequest, cycle: Cycle, number: str) -> str:
    following = cycle.standards.after(number)
    if "stay" in request.POST or following is None:
        return reverse("manager:standards-review", args=[cycle.id])
    return reverse("manager:standards-standard", args=[cycle.id, following.number])


def _year(today: date) -> dict[str, date]:
    """Return the financial year that a day is in."""
    first = today.year if today.month >= _JULY else today.year - 1
    return {"starts_on": date(first, _JULY, 1), "ends_on": date(first + 1, 6, 30)}
