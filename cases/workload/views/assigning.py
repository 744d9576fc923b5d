"""Who works with him, who stands in, and what he said to it beforehand (CAS-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.queries import people
from cases.queries.caseloads import present_worker
from cases.services import assignments
from cases.workload.enums import Choice
from cases.workload.forms import AgreedForm, AssignForm, CoverForm, WishForm
from cases.workload.queries.covers import StandIn, stand_ins
from cases.workload.queries.loads import workloads
from cases.workload.queries.wishes import standing, told
from cases.workload.services import covers, wishes
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role, present_members
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Choose a peer worker, read what will happen, and let it happen."""
    at = timezone.now()
    opened = people.person(request.actor, subject, at=at)
    loads = [one.load for one in workloads(at=at)]
    said = standing(subject, at=at)
    if request.method != "POST":  # a confirmation sent twice is no mistake
        present = present_worker(subject)
        loads = [
            load
            for load in loads
            if load.member.id != present and said.lets(load.member.id)
        ]
    asked = request.POST if request.method == "POST" else request.GET or None
    form = AssignForm(asked, loads=loads)
    page = {
        "person": opened,
        "form": form,
        "has_loads": bool(loads),
        "keeps_away": bool(said.away),
        "told": told(subject),
    }
    if not form.is_valid():
        return render(request, "manage/assign.html", page)
    if request.method == "POST":
        assignments.assign(request.actor, subject, to=form.worker(), at=at)
        messages.success(
            request, _("Done. The new peer worker can open his record from now on.")
        )
        return redirect("manager:person", subject)
    return render(request, "manage/assign_confirm.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Write down whom he lets take over, asked beforehand."""
    at = timezone.now()
    card = _card(request, subject)
    form = WishForm(
        request.POST if request.method == "POST" else None,
        told=told(subject),
        others=members_with_role(Role.WORKER, at=at),
        today=local_date(at),
    )
    if form.is_valid():
        before = stand_ins(subject, at=at)
        wishes.wish(
            request.actor,
            subject,
            Choice(form.cleaned_data["choice"]),
            form.named(),
            asked_on=form.cleaned_data["asked_on"],
            at=at,
        )
        messages.success(request, _("Kept. It holds from now on."))
        _tell_who_stays_away(request, before, stand_ins(subject, at=at))
        return _to_person(request, subject)
    return render(request, "workload/wish.html", {"form": form, "card": card})


@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Write down that he was asked, and agrees to somebody."""
    at = timezone.now()
    card, said = _card(request, subject), standing(subject, at=at)
    form = AgreedForm(
        request.POST if request.method == "POST" else None,
        may=[one for one in workloads(at=at) if one.member.id not in said.away],
        present=present_members(at=at),
        me=request.actor.member,
        today=local_date(at),
        answered_on=said.wish.asked_on if said.wish else None,
    )
    if form.is_valid():
        wishes.agree(
            request.actor,
            subject,
            member=UUID(form.cleaned_data["member"]),
            asked_by=UUID(form.cleaned_data["asked_by"]),
            asked_on=form.cleaned_data["asked_on"],
            at=at,
        )
        messages.success(request, _("Noted. You can choose them now."))
        return redirect("manager:assign", subject)
    page = {"form": form, "card": card, "told": told(subject)}
    return render(request, "workload/agreed.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Let somebody stand in with one person for a while."""
    at = timezone.now()
    card, said = _card(request, subject), standing(subject, at=at)
    present = present_worker(subject)
    form = CoverForm(
        request.POST if request.method == "POST" else None,
        may=[
            one
            for one in workloads(at=at)
            if one.member.id != present and said.lets(one.member.id)
        ],
        today=local_date(at),
    )
    if form.is_valid():
        covers.stand_in(
            request.actor,
            [subject],
            by=form.by_whom(),
            from_at=form.begins(),
            until=form.ends(),
            at=at,
        )
        messages.success(request, _("Done. It ends by itself; both are told on Today."))
        return redirect("manager:person", subject)
    page = {
        "form": form,
        "card": card,
        "told": told(subject),
        "stand_ins": stand_ins(subject, at=at),
    }
    return render(request, "workload/cover.html", page)


@require_POST
def end_cover(request: AreaRequest, subject: UUID, pk: UUID) -> HttpResponse:
    """End a cover before its time."""
    covers.end(request.actor, subject, pk, at=timezone.now())
    messages.success(request, _("Done. They can’t open his record any more."))
    return redirect("manager:person", subject)


def _card(request: AreaRequest, subject: UUID) -> people.PersonCard:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    return card


def _tell_who_stays_away(
    request: AreaRequest, before: list[StandIn], after: list[StandIn]
) -> None:
    """Say who was to stand in later and does not, so that somebody else is found."""
    still = {one.id for one in after}
    gone = [one.by for one in before if one.id not in still]
    if gone:
        words = _("As he wants it, no longer to stand in with him later: %(names)s.")
        messages.warning(request, words % {"names": ", ".join(gone)})


def _to_person(request: AreaRequest, subject: UUID) -> HttpResponse:
    return redirect(f"{request.actor.role.value}:person", subject)
