"""Records that may be of one person: what is told, and what a manager answers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.likeness import Answer
from cases.queries import likeness as queries
from cases.services import likeness as services
from cases.services.comparing import Alike
from cases.services.likeness import CarriedOn, Decided
from cases.views.protecting import ask_to_read, note_reading
from cases.views.reading import welcome_form
from consent.services.consents import ChildProtectionUnread, RecordInForce
from msa.access.refusals import AccessDenied, Reason
from msa.accounts.step_up import asks_second_factor

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


def warn(request: AreaRequest, alike: Alike) -> None:
    """Tell whoever has just saved; who it may be only where he works with him (REC-10).

    The words are the same whether that record is sealed, a colleague's, or of somebody
    who keeps this peer worker away.
    """
    if alike.somebody:
        messages.warning(request, _("There may be a record already. Ask your manager."))
    if alike.own and (known := queries.references(alike.own)):
        told = _("You may be working with him already: %(references)s")
        messages.warning(request, told % {"references": ", ".join(known)})


@require_safe
def likenesses(request: AreaRequest) -> HttpResponse:
    """Show the pairs that may be of one person, by reference number."""
    return render(request, "manage/likenesses.html", {"pairs": queries.waiting()})


@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show one pair, and take down what the manager found out."""
    pair = queries.pair(pk)
    posted = request.POST if request.method == "POST" else None
    form = Answer(posted, can_carry_on=pair.can_carry_on)
    if pair.is_open and form.is_valid():
        if form.wants_to_carry_on():
            return redirect("manager:likeness-carry-on", pk)
        return _decided(request, pk, form)
    return render(request, "manage/likeness.html", {"pair": pair, "form": form})


def _decided(request: AreaRequest, pk: UUID, form: Answer) -> HttpResponse:
    try:
        services.decide(request.actor, pk, form.state(), at=timezone.now())
    except Decided:
        # Pressed twice: the first press stored it.
        return redirect("manager:likenesses")
    messages.success(request, _("Noted. Nobody is asked about these two again."))
    return redirect("manager:likenesses")


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def carry_on(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Open what he had sealed under what he agrees to now: he is the one (CON-04)."""
    pair = queries.pair(pk)
    if not pair.can_carry_on:
        return redirect("manager:likeness", pk)
    form = welcome_form(request)
    if form.refuses_record():
        messages.info(request, _("Nothing was changed: his record stays sealed."))
        return redirect("manager:likeness", pk)
    if form.is_valid():
        note_reading(request, form)
        try:
            done = services.carry_on(
                request.actor, pk, form.agreements(), at=timezone.now()
            )
        except ChildProtectionUnread:
            ask_to_read(request, form)
        except (Decided, RecordInForce, AccessDenied) as fault:
            if getattr(fault, "reason", Reason.SEALED) is not Reason.SEALED:
                raise
            messages.warning(request, _("Nothing was changed: it can’t be opened."))
            return redirect("manager:likeness", pk)
        else:
            _tell(request, done)
            return redirect("manager:person", done.subject)
    page = {"form": form, "pair": pair}
    return render(request, "manage/likeness_carry_on.html", page)


def _tell(request: AreaRequest, done: CarriedOn) -> None:
    words = (
        _("Opened again, and the newer record closed.")
        if done.is_closed
        else _("Opened again. The newer record holds more, so it stays as well.")
    )
    messages.success(request, words)
