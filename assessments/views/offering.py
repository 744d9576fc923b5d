"""The peer worker's side: offer a check-in, hand the device over, or hear a no."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.enums import Way
from assessments.forms import NotNow, Paper
from assessments.instruments import CURRENT
from assessments.services import declining, offering, paper, responding
from assessments.services.offering import Invited, NoSafeWay, NotContacted
from assessments.views import passage
from assessments.views.passage import Passage
from cases.queries import people
from msa.access.refusals import NotVisible
from msa.accounts.lock import lock
from msa.web.qr import qr_svg

if TYPE_CHECKING:
    from cases.queries.people import PersonCard
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def in_the_room(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show a code, and the same as a QR code; nobody's name is on that screen."""
    if request.method != "POST":
        return _back(request, subject)
    invited = _invite(request, subject, Way.ROOM)
    address = _link(request, invited.secret)
    page = {
        "subject": subject,
        "invited": invited,
        "enter_at": _shown(request, reverse("check-in:code")),
        "qr_code": qr_svg(address, title=_("QR code of the page")),
        # Read across a table: neither his name nor his peer worker's.
        "signed_in_name": "",
        "nav": [],
    }
    return render(request, "assessments/in_the_room.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show a link once, to be sent by a way he said is safe; nothing is sent here."""
    if request.method != "POST":
        return _back(request, subject)
    try:
        invited = _invite(request, subject, Way.LINK)
    except NotContacted:
        messages.warning(request, _("He has not agreed to be contacted."))
        return redirect("worker:check-ins", subject)
    except NoSafeWay:
        messages.warning(
            request, _("He has not said lately that a text or an email is safe.")
        )
        return redirect("worker:check-ins", subject)
    page = {
        "subject": subject,
        "invited": invited,
        "link": _link(request, invited.secret),
        "ways": _written_ways(request, subject),
    }
    return render(request, "assessments/by_link.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Open his check-in on this device and lock everything else on it (UI-V5)."""
    if request.method != "POST":
        return _back(request, subject)
    invited = _invite(request, subject, Way.HANDED)
    opened = responding.open_offered(invited.secret)
    held = Passage(opened, handed=True, code=invited.secret)
    lock(
        request,
        way_back=reverse("worker:check-ins", args=[subject]),
        meanwhile=reverse("check-in:begin"),
        guest=opened.device,
    )
    response = redirect("check-in:begin")
    passage.write(response, held)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def on_paper(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Key in what he wrote on paper (ASM-03)."""
    card = _card(request, subject)
    posted = request.POST if request.method == "POST" else None
    form = Paper(posted, instrument=CURRENT)
    if form.is_valid():
        paper.key_in(
            request.actor,
            subject,
            form.sheet(),
            id=request.actor.own(form.cleaned_data["id"]),
            completed_on=form.day(),
            worker_may_see=form.said_yes("worker_may_see"),
            show_next_time=form.said_yes("show_next_time"),
            at=timezone.now(),
        )
        messages.success(request, _("Saved. Keep the paper safe, or give it to him."))
        return redirect("worker:check-ins", subject)
    page = {"subject": subject, "card": card, "form": form}
    return render(request, "assessments/on_paper.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def not_now(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Record that he would rather not, for now or for good (ASM-05)."""
    card = _card(request, subject)
    form = NotNow(request.POST if request.method == "POST" else None)
    if form.is_valid():
        declining.decline(
            request.actor,
            subject,
            ask_again=form.may_ask_again(),
            at=timezone.now(),
        )
        messages.success(request, _("Saved. That is his choice, and it stands."))
        return redirect("worker:check-ins", subject)
    page = {"subject": subject, "card": card, "form": form}
    return render(request, "assessments/not_now.html", page)


def _back(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Lead back from an address that only a button may use."""
    _card(request, subject)
    return redirect("worker:check-ins", subject)


def _invite(request: AreaRequest, subject: UUID, way: Way) -> Invited:
    return offering.invite(request.actor, subject, way=way, at=timezone.now())


def _card(request: AreaRequest, subject: UUID) -> PersonCard:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    return card


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("check-in:link", args=[secret]))


def _shown(request: HttpRequest, path: str) -> str:
    """Return an address as somebody would type it."""
    return f"{request.get_host()}{path}"


def _written_ways(request: AreaRequest, subject: UUID) -> list[tuple[str, str]]:
    contact = people.person(request.actor, subject, at=timezone.now()).contact
    ways = contact.safe_ways() if contact else []
    return [(what, where) for what, where in ways if what in {"Text", "Email"}]
