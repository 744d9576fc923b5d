"""How support goes on, who may come to groups, and what waits for a manager."""

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

from cases.enums import GroupKind, SupportOutcome
from cases.forms.apart import Decide, NoteTalk
from cases.queries import people
from cases.queries import support as queries
from cases.queries.people import PersonCard
from cases.services import groups as group_services
from cases.services import support as services
from cases.services.groups import MayNot
from msa.access.refusals import NotVisible
from msa.accounts.models import Role
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@require_safe
def support(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show whether support waits for a manager, and what was decided."""
    return _support(request, subject, Decide())


@require_POST
def hold(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Let support wait until a manager has decided."""
    services.hold(request.actor, subject, at=timezone.now())
    messages.success(request, _("Done. A manager decides first how support goes on."))
    return redirect(f"{request.actor.role}:person-support-goes-on", subject)


@require_POST
def decide(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Store how support goes on."""
    form = Decide(request.POST)
    if not form.is_valid():
        return _support(request, subject, form)
    told = form.cleaned_data
    services.decide(
        request.actor,
        subject,
        SupportOutcome(told["outcome"]),
        told["words"],
        id=request.actor.own(told["id"]),
        at=timezone.now(),
    )
    messages.success(request, _("Saved. Whoever works with him can read it."))
    return redirect("manager:person-support-goes-on", subject)


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Show whether he may come to groups, and note a talk about it."""
    form = NoteTalk(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group_services.note_talk(
            request.actor,
            subject,
            talked_on=form.cleaned_data["talked_on"],
            at=timezone.now(),
        )
        messages.success(request, _("Noted. A manager answers it."))
        return redirect(f"{request.actor.role}:person-groups", subject)
    return _groups(request, subject, form)


@require_POST
def clear(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Let him come to groups."""
    try:
        group_services.clear(
            request.actor, subject, at=timezone.now(), kind=_kind(request)
        )
    except MayNot:
        return _groups(request, subject, NoteTalk(), may_not=True)
    messages.success(request, _("He is cleared."))
    return redirect("manager:person-groups", subject)


@require_POST
def not_now(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Say that he does not come to groups now."""
    group_services.not_now(
        request.actor, subject, at=timezone.now(), kind=_kind(request)
    )
    messages.success(request, _("He isn’t cleared."))
    return redirect("manager:person-groups", subject)


@require_safe
def to_decide(request: AreaRequest) -> HttpResponse:
    """Show of whom a manager has something to say."""
    page = {"waiting": queries.to_decide(request.actor)}
    return render(request, "manage/to_decide.html", page)


def _support(request: AreaRequest, subject: UUID, form: Decide) -> HttpResponse:
    page = {
        **_person(request, subject),
        "support": queries.support(request.actor, subject),
        "form": form,
    }
    return render(request, "cases/support_goes_on.html", page)


def _groups(
    request: AreaRequest, subject: UUID, form: NoteTalk, *, may_not: bool = False
) -> HttpResponse:
    page = {
        **_person(request, subject),
        "groups": queries.groups(subject),
        "form": form,
        "may_not": may_not,
        "panels": panels_of(
            "person-groups", request.actor, at=timezone.now(), subject=subject
        ),
    }
    status = CONFLICT if may_not else None
    return render(request, "cases/person_groups.html", page, status=status)


def _kind(request: AreaRequest) -> GroupKind:
    is_other = request.POST.get("kind") == GroupKind.OFFENDED
    return GroupKind.OFFENDED if is_other else GroupKind.SURVIVORS


def _person(request: AreaRequest, subject: UUID) -> dict[str, PersonCard | UUID | bool]:
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    is_manager = request.actor.role == Role.MANAGER
    return {"card": card, "subject": subject, "is_manager": is_manager}
