"""What a person agreed to: shown, added to, narrowed, taken back, begun again.

The pages stand with the record rather than with the consents, because they say whose
they are, and because coming back opens a record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.queries import people
from cases.queries.ages import is_newly_young, known_of_age
from cases.services import people as services
from cases.views.protecting import ask_to_read, note_reading
from cases.views.reading import language_of, reading, welcome_form
from consent.enums import EACH_BY_ITSELF, KEYED, Purpose
from consent.forms import Give
from consent.history import Entry, Standing, history, standing
from consent.policies import Stage
from consent.queries import current_wordings, may_name_colleagues, peer_workers
from consent.services import consents as consent_services
from consent.services.consents import (
    Agreement,
    ChildProtectionUnread,
    NothingToReplace,
    RecordConsentMissing,
    RecordInForce,
)
from msa.access.refusals import AccessDenied, NotVisible, Reason

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_ENDED = (Stage.WITHDRAWN, Stage.REPLACED)


@require_safe
def consents(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show each purpose in its words, and how it stands."""
    card = people.card(request.actor, subject)
    lines = standing(history(request.actor, subject, at=timezone.now()))
    wordings = current_wordings(language_of(request))
    context = {
        "card": card,
        "subject": subject,
        "lines": [(line, wordings[line.purpose]) for line in lines],
        "has_record": _has_record(lines),
        "may_name": may_name_colleagues(request.actor, subject),
        "is_newly_young": card is not None
        and card.identity is not None
        and is_newly_young(subject, card.identity, at=timezone.now()),
        "reads": reading(request),
    }
    return render(request, "consent/consents.html", context)


@require_safe
def consent_history(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show every consent and every end, each in the words that were shown (CON-03)."""
    context = {
        "card": people.card(request.actor, subject),
        "subject": subject,
        "entries": history(request.actor, subject, at=timezone.now()),
    }
    return render(request, "consent/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: AreaRequest, subject: UUID, purpose: str) -> HttpResponse:
    """Record that he agrees to a purpose, for the first time or anew.

    A record that he took back is begun again by ``come_back``.
    """
    wanted = _purpose(purpose)
    entries = history(request.actor, subject, at=timezone.now())
    his = [e for e in entries if e.purpose is wanted and e.stage not in _ENDED]
    before = his[0] if his and wanted not in EACH_BY_ITSELF else None
    return _ask(request, subject, wanted, before, standing(entries))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Record that he agrees to more or to less than one consent says."""
    entries = history(request.actor, subject, at=timezone.now())
    before = _one(entries, pk)
    if before.stage in _ENDED:
        return redirect("worker:person-consent", subject)
    return _ask(request, subject, before.purpose, before, standing(entries))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AreaRequest, subject: UUID, purpose: str) -> HttpResponse:
    """Say what will happen, then withdraw at once (CON-04)."""
    wanted = _purpose(purpose)
    entries = history(request.actor, subject, at=timezone.now())
    return _take_back(request, subject, wanted, entries)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_one(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """Take back one of several consents for a purpose."""
    entries = history(request.actor, subject, at=timezone.now())
    one = _one(entries, pk)
    return _take_back(request, subject, one.purpose, entries, one)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Start afresh with somebody who had taken back his consent to a record."""
    if people.card(request.actor, subject) is not None:
        return redirect("worker:person-consent", subject)
    form = welcome_form(request)
    if form.refuses_record():
        messages.info(request, _("Nothing was changed: his record stays sealed."))
        return redirect("worker:person-consent", subject)
    if form.is_valid():
        note_reading(request, form)
        try:
            services.return_to(
                request.actor, subject, form.agreements(), at=timezone.now()
            )
        except (RecordInForce, RecordConsentMissing):
            return redirect("worker:person-consent", subject)
        except ChildProtectionUnread:
            ask_to_read(request, form)
        else:
            return redirect("worker:person-start", subject)
    context = {"form": form, "subject": subject, "reads": reading(request)}
    return render(request, "consent/come_back.html", context)


def _ask(
    request: AreaRequest,
    subject: UUID,
    purpose: Purpose,
    before: Entry | None,
    lines: list[Standing],
) -> HttpResponse:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    if purpose is Purpose.COLLEAGUES and not may_name_colleagues(
        request.actor, subject
    ):
        raise AccessDenied(Reason.NOT_THEIR_ROLE)
    if purpose is not Purpose.RECORD and not _has_record(lines):
        messages.info(request, _("First his record: its day has come."))
        return redirect("worker:person-consent", subject)
    known = known_of_age(subject, card.identity, at=timezone.now())
    form = _give_form(request, purpose, before, known)
    if form.is_valid():
        note_reading(request, form)
        agreed = form.agreed(request.actor.own(form.cleaned_data["id"]))
        agreed = _with_ways(request, subject, agreed)
        try:
            return _recorded(request, subject, agreed, before)
        except ChildProtectionUnread:
            ask_to_read(request, form)
    context = {
        "form": form,
        "card": card,
        "subject": subject,
        "purpose": purpose,
        "before": before,
        "contact": _contact(request, subject) if purpose is Purpose.CONTACT else None,
        "wording": form.wordings[purpose],
        "reads": reading(request),
    }
    return render(request, "consent/give.html", context)


def _give_form(
    request: AreaRequest, purpose: Purpose, before: Entry | None, of_age: bool | None
) -> Give:
    language = language_of(request)
    return Give(
        request.POST if request.method == "POST" else None,
        purpose=purpose,
        wordings=current_wordings(language),
        language=language,
        colleagues=peer_workers(but=request.actor.member),
        of_age=of_age,
        initial=_as_before(before) if before else {},
    )


def _as_before(before: Entry) -> dict[str, Any]:
    """Return what stands now, to be changed; how he says yes is never taken over."""
    return {
        "colleagues": [str(member) for member in before.consent.colleagues],
        "recipient": before.terms.recipient,
        "information": before.terms.information,
        "in_words": before.terms.in_words,
        "quotation": before.terms.quotation,
    }


def _contact(request: AreaRequest, subject: UUID) -> Any:
    return people.person(request.actor, subject, at=timezone.now()).contact


def _with_ways(request: AreaRequest, subject: UUID, agreed: Agreement) -> Agreement:
    """Keep with a consent to contact what stood in the record when he gave it."""
    contact = _contact(request, subject) if agreed.purpose is Purpose.CONTACT else None
    if contact is None:
        return agreed
    ways = [f"{what}: {where}" for what, where in contact.safe_ways()]
    terms = replace(agreed.terms, ways=ways, may_say=contact.may_say)
    return replace(agreed, terms=terms)


def _recorded(
    request: AreaRequest, subject: UUID, agreed: Agreement, before: Entry | None
) -> HttpResponse:
    at = timezone.now()
    try:
        if before is None:
            services.agree(request.actor, subject, agreed, at=at)
        else:
            one = before.consent.id if agreed.purpose in EACH_BY_ITSELF else None
            services.agree_anew(request.actor, subject, agreed, at=at, replaces=one)
    except (NothingToReplace, RecordConsentMissing):
        messages.warning(request, _("Not saved: he took it back meanwhile."))
    else:
        messages.success(request, _("Saved: he agrees to this from now on."))
    return redirect("worker:person-consent", subject)


def _take_back(
    request: AreaRequest,
    subject: UUID,
    purpose: Purpose,
    entries: list[Entry],
    only: Entry | None = None,
) -> HttpResponse:
    card = people.card(request.actor, subject)
    stands = {entry.purpose for entry in entries if entry.stage not in _ENDED}
    if purpose not in stands or (only is not None and only.stage in _ENDED):
        return redirect("worker:person-consent", subject)
    if request.method != "POST":
        context = {
            "card": card,
            "subject": subject,
            "purpose": purpose,
            "only": only,
            "is_keyed": purpose in KEYED,
            "others": [p for p in Purpose if p in stands and p is not purpose],
        }
        return render(request, "consent/withdraw.html", context)
    one = only.consent.id if only is not None else None
    try:
        consent_services.withdraw(
            request.actor, subject, purpose, at=timezone.now(), only=one
        )
    except AccessDenied:
        # Pressed twice: the first press withdrew it.
        return redirect("worker:person-consent", subject)
    messages.success(request, _("Done. It holds from this moment."))
    return redirect("worker:person-consent", subject)


def _has_record(lines: list[Standing]) -> bool:
    return any(one.in_force for one in lines if one.purpose is Purpose.RECORD)


def _one(entries: list[Entry], consent: UUID) -> Entry:
    """Return one consent of his.

    Raises:
        NotVisible: it is none of his, or of a purpose that has one consent at a time.
    """
    for entry in entries:
        if entry.consent.id == consent and entry.purpose in EACH_BY_ITSELF:
            return entry
    raise NotVisible


def _purpose(code: str) -> Purpose:
    """Return the purpose an address names.

    Raises:
        NotVisible: there is no such purpose.
    """
    try:
        return Purpose(code.upper())
    except ValueError as fault:
        raise NotVisible from fault
