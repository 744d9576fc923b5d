"""Pages of members: inviting somebody, his place in a group, that he leaves."""

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

from cases.gatherings import queries
from cases.gatherings.enums import How
from cases.gatherings.forms import Accept, Invite, Leave
from cases.gatherings.services import memberships as services
from cases.gatherings.services.memberships import (
    AgreedAnew,
    NotCleared,
    NotThen,
    Retired,
)
from cases.queries import people
from msa.access.refusals import NotVisible
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: AreaRequest, subject: UUID) -> HttpResponse:
    """Invite somebody who is cleared for groups."""
    card = people.card(request.actor, subject)
    if card is None:
        raise NotVisible
    called = card.identity.known_as if card.identity else ""
    groups = queries.may_be_invited_to(request.actor, subject)
    posted = request.POST if request.method == "POST" else None
    form = Invite(posted, groups=groups, called=(called.split() or [""])[0])
    page = {"form": form, "card": card, "subject": subject, "groups": groups}
    if not form.is_valid():
        return render(request, "cases/gatherings/invite.html", page)
    told = form.cleaned_data
    try:
        services.invite(
            request.actor,
            subject,
            UUID(told["group"]),
            called=told["called"],
            on=told["on"],
        )
    except (NotCleared, Retired):
        refused = _(
            "He can’t be invited to this group now. A manager can tell you more."
        )
        page["refused"] = refused
        return render(request, "cases/gatherings/invite.html", page, status=CONFLICT)
    messages.success(request, _("Noted. He joins once he accepts what it agrees on."))
    return redirect(f"{request.actor.role}:person-groups", subject)


@require_safe
def member(request: AreaRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """Show somebody's place in a group."""
    return _member(request, pk, membership)


@require_POST
def accept(request: AreaRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """Note that he accepts what the group has agreed on."""
    form = Accept(request.POST, version=0)
    if not form.is_valid():
        return _member(request, pk, membership, accept=form)
    told = form.cleaned_data
    try:
        services.accept(
            request.actor,
            pk,
            membership,
            version=told["version"],
            how=How(told["how"]),
            on=told["accepted_on"],
            at=timezone.now(),
        )
    except AgreedAnew:
        return _member(request, pk, membership, agreed_anew=True)
    except NotThen:
        form.add_error("accepted_on", _("Enter a day after he was invited"))
        return _member(request, pk, membership, accept=form)
    messages.success(request, _("Noted."))
    return redirect(f"{request.actor.role}:group", pk)


@require_POST
def leave(request: AreaRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """Note that he leaves the group, or does not come after all."""
    form = Leave(request.POST)
    if not form.is_valid():
        return _member(request, pk, membership, leave=form)
    told = form.cleaned_data
    try:
        services.leave(
            request.actor,
            pk,
            membership,
            why=told["why"],
            instead=told["instead"],
            on=told["left_on"],
        )
    except NotThen:
        form.add_error("left_on", _("Enter a day after he was invited and joined"))
        return _member(request, pk, membership, leave=form)
    messages.success(request, _("Noted."))
    return redirect(f"{request.actor.role}:group", pk)


def _member(
    request: AreaRequest,
    pk: UUID,
    membership: UUID,
    *,
    accept: Accept | None = None,
    leave: Leave | None = None,
    agreed_anew: bool = False,
) -> HttpResponse:
    place = queries.place(request.actor, pk, membership)
    protocol = queries.newest_protocol(pk)
    version = protocol.number if protocol else 0
    page = {
        "place": place,
        "group": queries.demand_group(request.actor, pk),
        "protocol": protocol,
        "accept": accept or Accept(version=version),
        "leave": leave or Leave(),
        "form": accept or leave,
        "agreed_anew": agreed_anew,
        "today": local_date(timezone.now()),
    }
    status = CONFLICT if agreed_anew else None
    return render(request, "cases/gatherings/member.html", page, status=status)
