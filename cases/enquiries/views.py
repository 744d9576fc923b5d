"""Pages of enquiries: that somebody got in touch, ringing back, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
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

from cases.enquiries import queries, services
from cases.enquiries.enums import State
from cases.enquiries.forms import Ending, RangBack, SlipForm, SomebodyGotInTouch
from cases.views.protecting import ask_to_read, note_reading
from cases.views.reading import reading, welcome_form
from consent.services.consents import ChildProtectionUnread
from msa.access.refusals import AccessDenied, NotVisible
from msa.accounts.models import Role
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def enquiries(request: AreaRequest) -> HttpResponse:
    page = {
        "enquiries": queries.enquiries(request.actor, at=timezone.now()),
        "may_welcome": request.actor.role == Role.WORKER,
    }
    return render(request, "cases/enquiries/enquiries.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Note that somebody got in touch, and nothing about who he is (CON-01)."""
    form = SomebodyGotInTouch(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "cases/enquiries/new.html", {"form": form})
    kept = services.keep(
        request.actor,
        form.approach(),
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
    )
    if "with_slip" in request.POST and kept.state == State.OPEN:
        return _to(request, "enquiry-slip-new", kept.id)
    messages.success(request, _("Kept. It says nothing about who he is."))
    return _to(request, "enquiry", kept.id)


@require_safe
def enquiry(request: AreaRequest, pk: UUID) -> HttpResponse:
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    return _enquiry(request, line)


def _enquiry(
    request: AreaRequest,
    line: queries.Line,
    *,
    call: RangBack | None = None,
    ending: Ending | None = None,
) -> HttpResponse:
    page = {
        "line": line,
        "call": call or RangBack(initial={"after": line.row.calls}),
        "ending": ending or Ending(),
        "form": call or ending,
        "may_welcome": request.actor.role == Role.WORKER,
        "panels": panels_of(
            "enquiry", request.actor, at=timezone.now(), subject=line.row.id
        ),
    }
    return render(request, "cases/enquiries/enquiry.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Open the slip. Only on a press: no address, and no going back, opens one."""
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    if request.method != "POST":
        return _to(request, "enquiry", pk)
    try:
        words = queries.open_slip(request.actor, pk)
    except NotVisible:
        messages.info(request, _("There is no slip that you can open here."))
        return _to(request, "enquiry", pk)
    page = {
        "line": line,
        "words": words,
        "call": RangBack(initial={"after": line.row.calls}),
    }
    return render(request, "cases/enquiries/slip.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def slip_new(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Write a slip to ring back, on his word or the referrer's."""
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    if line.slip or not (line.is_open and line.may_have_slip):
        return _to(request, "enquiry", pk)
    form = SlipForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"form": form, "line": line, "reads": reading(request)}
        return render(request, "cases/enquiries/slip_new.html", page)
    services.write_slip(
        request.actor, pk, form.words(), form.on_whose_word(), at=timezone.now()
    )
    messages.success(request, _("The slip is sealed."))
    return _to(request, "enquiry", pk)


@require_POST
def slip_destroy(request: AreaRequest, pk: UUID) -> HttpResponse:
    services.destroy_slip(request.actor, pk)
    messages.success(request, _("The slip is destroyed, if there was one of yours."))
    return _to(request, "enquiry", pk)


@require_POST
def called(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note that somebody rang back, and what came of it."""
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    form = RangBack(request.POST)
    if not line.is_open:
        return _to(request, "enquiry", pk)
    if not form.is_valid():
        return _enquiry(request, line, call=form)
    services.note_call(
        request.actor,
        pk,
        form.outcome(),
        after=form.cleaned_data["after"],
        at=timezone.now(),
    )
    messages.success(request, _("Noted."))
    return _to(request, "enquiry", pk)


@require_POST
def end(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Say what came of it; its slip is destroyed at once."""
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    form = Ending(request.POST)
    if not line.is_open:
        return _to(request, "enquiry", pk)
    if not form.is_valid():
        return _enquiry(request, line, ending=form)
    services.end(request.actor, pk, form.outcome(), at=timezone.now())
    messages.success(request, _("Ended. If there was a slip, it is destroyed."))
    return _to(request, "enquiries")


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Ask for consent; yes or no, the slip is destroyed with the answer (CON-01)."""
    line = queries.enquiry(request.actor, pk, at=timezone.now())
    form = welcome_form(request)
    if form.refuses_record():
        if line.is_open:
            services.end(request.actor, pk, State.DECLINED, at=timezone.now())
        return render(request, "cases/person_not_kept.html")
    if form.is_valid():
        note_reading(request, form)
        try:
            subject = services.welcome(
                request.actor,
                pk,
                form.agreements(),
                id=request.actor.own(form.cleaned_data["id"]),
                at=timezone.now(),
            )
        except (AccessDenied, NotVisible):
            # Somebody else ended it meanwhile, or another page welcomed him.
            return _to(request, "enquiry", pk)
        except ChildProtectionUnread:
            ask_to_read(request, form)
        else:
            return redirect("worker:person-start", subject.id)
    if not line.is_open:
        return _to(request, "enquiry", pk)
    page = {"form": form, "line": line, "reads": reading(request)}
    return render(request, "cases/enquiries/welcome.html", page)


def _to(request: AreaRequest, name: str, *which: UUID) -> HttpResponse:
    """Lead to a page of enquiries in the area in which this one was asked for."""
    return redirect(f"{request.actor.role.value}:{name}", *which)
