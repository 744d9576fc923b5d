"""Referring somebody: the words, his yes, the letter, and how it went on (REF-02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

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

from cases.queries import people
from cases.queries.ages import known_of_age
from cases.queries.people import PersonCard, PersonPage
from cases.referrals.enums import Stage
from cases.referrals.forms.outward import (
    AskAgain,
    NextStep,
    Refer,
    ToWhom,
    box,
    parts_in,
)
from cases.referrals.printing import as_letter
from cases.referrals.queries import directory, inward
from cases.referrals.queries import outward as queries
from cases.referrals.services import outward as services
from cases.referrals.services.outward import ServiceGone
from cases.referrals.views.prefilling import prefilled
from cases.views.protecting import ask_to_read, note_reading
from cases.views.reading import language_of, reading
from consent.enums import Information, Purpose
from consent.queries import current_wordings
from consent.services.consents import ChildProtectionUnread
from msa.access.refusals import AccessDenied, NotVisible, Reason

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def referrals(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show whom he was referred to, and who sent him to us."""
    page = {
        "subject": subject,
        "card": people.card(request.actor, subject),
        "lines": queries.of_person(request.actor, subject),
        "arrivals": inward.of_person(subject),
    }
    return render(request, "referrals/referrals.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Choose with him who is told what; then the words, and his yes to them."""
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    sent = request.POST if request.method == "POST" else None
    boxes = parts_in(request.POST.get("boxes", "").split())
    if boxes and parts_in(request.POST.getlist("parts")) == boxes:
        return _agree(request, subject, card, boxes)
    first = ToWhom(sent, services=directory.to_refer_to())
    if not first.is_valid():
        return _ask(request, subject, card, first)
    ticked = parts_in(first.cleaned_data["parts"])
    page = people.person(request.actor, subject, at=timezone.now())
    known = {box(p): text for p, text in _words_of(page).items()}
    # Which words of ours he reads is what stands on the page now, not what was sent.
    typed: dict[str, Any] = {k: v for k, v in request.POST.items() if k != "shown"}
    boxes_now = {"boxes": " ".join(part.value for part in ticked)}
    more = {"parts": request.POST.getlist("parts")}
    form = _refer_form(request, card, ticked, initial=known | typed | boxes_now | more)
    return _ask(request, subject, card, form)


def _agree(
    request: AreaRequest, subject: UUID, card: PersonCard, ticked: list[Information]
) -> HttpResponse:
    form = _refer_form(request, card, ticked, request.POST)
    if not form.is_valid():
        return _ask(request, subject, card, form)
    note_reading(request, form)
    id_ = request.actor.own(form.cleaned_data["id"])
    # The consent's id follows from the referral's: pressed twice, it is one.
    planned = form.planned(uuid5(id_, "consent"))
    at = timezone.now()
    try:
        row = services.refer(request.actor, subject, planned, id=id_, at=at)
    except ServiceGone:
        gone = form.fields["service"].error_messages["invalid_choice"]
        form.add_error("service", gone)
    except ChildProtectionUnread:
        ask_to_read(request, form)
    else:
        messages.success(request, _("Agreed. Nothing has gone out yet."))
        return _to(subject, row.id)
    return _ask(request, subject, card, form)


def _refer_form(
    request: AreaRequest,
    card: PersonCard,
    ticked: list[Information],
    data: Any = None,
    **more: Any,
) -> Refer:
    language = language_of(request)
    at = timezone.now()
    return Refer(
        data,
        ticked=ticked,
        services=directory.to_refer_to(),
        wordings=current_wordings(language),
        language=language,
        of_age=known_of_age(card.subject, card.identity, at=at),
        **more,
    )


def _words_of(page: PersonPage) -> Mapping[Information, str]:
    return prefilled(page, on=timezone.localdate())


def _ask(
    request: AreaRequest, subject: UUID, card: PersonCard, form: ToWhom
) -> HttpResponse:
    is_last = isinstance(form, Refer)
    context = {
        "form": form,
        "subject": subject,
        "card": card,
        "asks_words": is_last,
        "wording": form.wordings[Purpose.SHARING] if isinstance(form, Refer) else None,
        "reads": reading(request),
    }
    return render(request, "referrals/referral_new.html", context)


@require_safe
def referral(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Show one referral: the words, what has gone out, how it went on."""
    return _referral(request, subject, pk)


def _referral(
    request: AreaRequest, subject: UUID, pk: UUID, **forms: object
) -> HttpResponse:
    opened = queries.opened(request.actor, subject, pk, at=timezone.now())
    day = opened.row.next_contact_on
    shown = f"{day.day}/{day.month}/{day.year}" if day else ""
    page = {
        "subject": subject,
        "card": people.card(request.actor, subject),
        "opened": opened,
        "row": opened.row,
        "step_form": NextStep(stages=opened.next_stages, auto_id="step-%s"),
        "again_form": AskAgain(initial={"next_contact_on": shown}, auto_id="ask-%s"),
        "has_errors": bool(forms),
        **forms,
    }
    return render(request, "referrals/referral.html", page)


@require_POST
def step(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note how it went on."""
    at = timezone.now()
    row = queries.found(subject, pk)
    form = NextStep(request.POST, stages=Stage)
    if not form.is_valid():
        return _referral(request, subject, pk, step_form=form)
    stage = Stage(form.cleaned_data["stage"])
    try:
        services.step(
            request.actor,
            subject,
            row.id,
            stage,
            on=form.cleaned_data["happened_on"],
            said=form.cleaned_data["said"],
            at=at,
        )
    except AccessDenied as refused:
        if refused.reason not in {Reason.NO_CONSENT, Reason.NOT_READY}:
            raise
        messages.warning(
            request,
            _("He has taken his yes back: only that it is over can be noted.")
            if refused.reason == Reason.NO_CONSENT
            else _("Not saved: it has gone on meanwhile, or not on that day."),
        )
    else:
        messages.success(request, _("Noted."))
    return _to(subject, pk)


@require_POST
def ask_again(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Note when somebody asks him next how it goes."""
    form = AskAgain(request.POST)
    if not form.is_valid():
        return _referral(request, subject, pk, again_form=form)
    on = form.cleaned_data["next_contact_on"]
    services.ask_again_on(request.actor, subject, pk, on=on)
    messages.success(request, _("Saved."))
    return _to(subject, pk)


@require_POST
def letter(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Answer with the letter, while his yes holds; each time is written down."""
    at = timezone.now()
    try:
        opened = services.write_letter(request.actor, subject, pk, at=at)
    except AccessDenied as refused:
        if refused.reason != Reason.NO_CONSENT:
            raise
        messages.warning(request, _("No letter: his yes does not hold any more."))
        return _to(subject, pk)
    return HttpResponse(
        as_letter(request.actor, opened, at=at),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )


def _to(subject: UUID, pk: UUID) -> HttpResponse:
    return redirect("worker:referral", subject, pk)
