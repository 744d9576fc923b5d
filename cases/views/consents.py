"""What a person agreed to: shown, added to, taken back, begun again.

The pages stand with the record rather than with the consents, because they say whose
they are, and because coming back opens a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.queries import people
from cases.services import people as services
from cases.views.people import WORDINGS
from consent.enums import KEYED, Purpose
from consent.forms import HowGiven, Welcome
from consent.queries import consent_lines, current_wordings
from consent.services import consents as consent_services
from consent.services.consents import RecordConsentMissing, RecordInForce
from msa.access.refusals import AccessDenied, NotVisible

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def consents(request: AreaRequest, subject: UUID) -> HttpResponse:
    card = people.card(request.actor, subject)
    context = {
        "card": card,
        "subject": subject,
        "lines": consent_lines(subject, at=timezone.now()),
    }
    return render(request, "consent/consents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: AreaRequest, subject: UUID, purpose: str) -> HttpResponse:
    """Record one more purpose; the record itself is begun again by ``come_back``."""
    wanted = _purpose(purpose)
    card = people.card(request.actor, subject)
    if card is None or wanted is Purpose.RECORD:
        raise NotVisible
    wordings = current_wordings(WORDINGS)
    form = HowGiven(
        request.POST if request.method == "POST" else None, wordings=wordings
    )
    if form.is_valid():
        services.agree(
            request.actor, subject, form.agreement(wanted), at=timezone.now()
        )
        messages.success(request, _("Saved: he agrees to this from now on."))
        return redirect("worker:person-consent", subject)
    context = {
        "form": form,
        "card": card,
        "subject": subject,
        "purpose": wanted,
        "wording": wordings[wanted],
    }
    return render(request, "consent/give.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AreaRequest, subject: UUID, purpose: str) -> HttpResponse:
    """Say what will happen, then withdraw at once (CON-04)."""
    wanted = _purpose(purpose)
    lines = consent_lines(subject, at=timezone.now())
    card = people.card(request.actor, subject)
    in_force = [line.purpose for line in lines if line.in_force]
    if wanted not in in_force:
        return redirect("worker:person-consent", subject)
    if request.method != "POST":
        context = {
            "card": card,
            "subject": subject,
            "purpose": wanted,
            "is_keyed": wanted in KEYED,
            "others": [other for other in in_force if other is not wanted],
        }
        return render(request, "consent/withdraw.html", context)
    try:
        consent_services.withdraw(request.actor, subject, wanted, at=timezone.now())
    except AccessDenied:
        # Pressed twice: the first press withdrew it.
        return redirect("worker:person-consent", subject)
    messages.success(request, _("Done. It holds from this moment."))
    return redirect("worker:person-consent", subject)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Start afresh with somebody who had taken back his consent to a record."""
    if people.card(request.actor, subject) is not None:
        return redirect("worker:person-consent", subject)
    data = request.POST if request.method == "POST" else None
    form = Welcome(data, wordings=current_wordings(WORDINGS))
    if form.refuses_record():
        messages.info(request, _("Nothing was changed: his record stays sealed."))
        return redirect("worker:person-consent", subject)
    if form.is_valid():
        try:
            services.return_to(
                request.actor, subject, form.agreements(), at=timezone.now()
            )
        except (RecordInForce, RecordConsentMissing):
            return redirect("worker:person-consent", subject)
        return redirect("worker:person-start", subject)
    return render(request, "consent/come_back.html", {"form": form, "subject": subject})


def _purpose(code: str) -> Purpose:
    """Return the purpose an address names.

    Raises:
        NotVisible: there is no such purpose.
    """
    try:
        return Purpose(code.upper())
    except ValueError as fault:
        raise NotVisible from fault
