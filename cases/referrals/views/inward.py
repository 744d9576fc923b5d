"""Who sent somebody to us, that we answered, and that he knows (REF-03)."""

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

from cases.enquiries.queries import enquiry as enquiry_line
from cases.queries import people
from cases.referrals.forms.inward import (
    Answered,
    HeKnows,
    HowItCame,
    Replied,
    WhoSentHim,
)
from cases.referrals.queries import inward as queries
from cases.referrals.services import inward as services
from msa.access.refusals import AccessDenied, NotVisible, Reason

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Note who sent him to us, when, and what they told us."""
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    form = WhoSentHim(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "subject": subject, "card": card}
        return render(request, "referrals/arrival_new.html", context)
    row = services.note(
        request.actor,
        subject,
        form.came(),
        form.words(),
        id=request.actor.own(form.cleaned_data["id"]),
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return _to(subject, row.id)


@require_safe
def arrival(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show who sent him to us, and what is still to do about it."""
    return _arrival(request, subject, pk)


def _arrival(
    request: AreaRequest, subject: UUID, pk: UUID, **forms: object
) -> HttpResponse:
    opened = queries.opened(request.actor, subject, pk, at=timezone.now())
    page = {
        "subject": subject,
        "card": people.card(request.actor, subject),
        "opened": opened,
        "row": opened.row,
        "answered_form": Answered(auto_id="answered-%s"),
        "knows_form": HeKnows(auto_id="knows-%s"),
        "replied_form": Replied(auto_id="replied-%s"),
        "has_errors": bool(forms),
        **forms,
    }
    return render(request, "referrals/arrival.html", page)


@require_POST
def answered(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note when we first answered."""
    row = queries.found(subject, pk)
    form = Answered(request.POST)
    if not form.is_valid():
        return _arrival(request, subject, pk, answered_form=form)
    try:
        services.answer(
            request.actor,
            subject,
            pk,
            answered_at=form.answered_at(row.came_at),
            at=timezone.now(),
        )
    except AccessDenied as refused:
        if refused.reason != Reason.NOT_READY:
            raise
        form.add_error("answered_on", _("Enter a day after it came"))
        return _arrival(request, subject, pk, answered_form=form)
    messages.success(request, _("Noted."))
    return _to(subject, pk)


@require_POST
def he_knows(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that he was told, or why he is not."""
    form = HeKnows(request.POST)
    if not form.is_valid():
        return _arrival(request, subject, pk, knows_form=form)
    services.tell_him(
        request.actor, subject, pk, on=form.told(), not_told=form.not_told()
    )
    messages.success(request, _("Noted."))
    return _to(subject, pk)


@require_POST
def replied(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note that those who sent him were told, as he agrees to."""
    form = Replied(request.POST)
    if not form.is_valid():
        return _arrival(request, subject, pk, replied_form=form)
    on = form.cleaned_data["replied_on"]
    try:
        services.reply(request.actor, subject, pk, on=on, at=timezone.now())
    except AccessDenied as refused:
        if refused.reason != Reason.NO_CONSENT:
            raise
        messages.warning(request, _("Not noted: he has not agreed that they are told."))
    else:
        messages.success(request, _("Noted."))
    return _to(subject, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_came(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note that somebody else is behind an enquiry; all of it coded."""
    line = enquiry_line(request.actor, pk, at=timezone.now())
    form = HowItCame(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "line": line}
        return render(request, "referrals/enquiry_came.html", context)
    services.note_of_enquiry(request.actor, pk, form.came())
    messages.success(request, _("Saved."))
    return redirect(f"{request.actor.role.value}:enquiry", pk)


@require_POST
def enquiry_answered(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Note that whoever is behind an enquiry has heard from us, now."""
    at = timezone.now()
    services.answer_enquiry(request.actor, pk, answered_at=at, at=at)
    messages.success(request, _("Noted."))
    return redirect(f"{request.actor.role.value}:enquiry", pk)


def _to(subject: UUID, pk: UUID) -> HttpResponse:
    return redirect("worker:arrival", subject, pk)
