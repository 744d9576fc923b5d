"""Pages of peer groups: all of them, one, what it agrees on, who runs it."""

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

from cases.enums import GroupKind
from cases.gatherings import queries
from cases.gatherings.forms import Agree, LetRun, MakeGroup, PlanForm
from cases.gatherings.services import groups as services
from cases.gatherings.services.groups import NoPolicy
from msa.accounts.models import Role
from msa.accounts.queries import members_with_role

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409


@require_safe
def groups(request: AreaRequest) -> HttpResponse:
    """Show the groups: all to a manager, to a peer worker those he runs."""
    page = {
        "groups": queries.groups(request.actor),
        "is_manager": request.actor.role == Role.MANAGER,
    }
    return render(request, "cases/gatherings/groups.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    """Make a group."""
    at = timezone.now()
    workers = members_with_role(Role.WORKER, at=at)
    posted = request.POST if request.method == "POST" else None
    form = MakeGroup(posted, workers=workers)
    if not form.is_valid():
        return render(request, "cases/gatherings/new.html", {"form": form})
    try:
        row = services.make(
            request.actor,
            GroupKind(form.cleaned_data["kind"]),
            form.plan(),
            form.cleaned_data["text"],
            run_by=form.runners(),
            id=request.actor.own(form.cleaned_data["id"]),
            at=at,
        )
    except NoPolicy:
        page = {"form": form, "no_policy": True}
        return render(request, "cases/gatherings/new.html", page, status=CONFLICT)
    messages.success(request, _("The group is made."))
    return redirect("manager:group", row.id)


@require_safe
def group(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show a group: who is in it, what it agrees on, when it met."""
    return _group(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Change what a group is called, where it meets and when."""
    row = queries.demand_group(request.actor, pk)
    if request.method != "POST":
        form = PlanForm(
            initial={"title": row.title, "place": row.place, "meets": row.meets}
        )
    else:
        form = PlanForm(request.POST)
        if form.is_valid():
            services.change(request.actor, pk, form.plan())
            messages.success(request, _("Saved."))
            return redirect("manager:group", pk)
    page = {"form": form, "group": row}
    return render(request, "cases/gatherings/change.html", page)


@require_POST
def retire(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Retire a group."""
    services.retire(request.actor, pk, at=timezone.now())
    messages.success(
        request, _("The group is retired. Nobody is in it any more; it can be read.")
    )
    return redirect("manager:group", pk)


@require_POST
def let_run(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Let somebody run a group, or stand in."""
    at = timezone.now()
    form = LetRun(request.POST, workers=members_with_role(Role.WORKER, at=at))
    if not form.is_valid():
        return _group(request, pk, form)
    services.let_run(
        request.actor,
        pk,
        UUID(form.cleaned_data["member"]),
        until=form.ends(),
        at=at,
    )
    messages.success(request, _("Saved."))
    return redirect("manager:group", pk)


@require_POST
def let_go(request: AreaRequest, pk: UUID, facilitator: UUID) -> HttpResponse:
    """End that somebody runs a group."""
    services.let_go(request.actor, pk, facilitator, at=timezone.now())
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("manager:group", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Write down another version of what a group agrees on."""
    row = queries.demand_group(request.actor, pk)
    newest = queries.newest_protocol(pk)
    form = Agree(
        request.POST if request.method == "POST" else None,
        text=newest.text if newest else "",
        after=newest.number if newest else 0,
    )
    if not form.is_valid():
        page = {"form": form, "group": row, "protocol": newest}
        return render(request, "cases/gatherings/agree.html", page)
    told = form.cleaned_data
    stored = services.publish(
        request.actor,
        pk,
        told["text"],
        agreed_on=told["agreed_on"],
        after=told["after"],
        at=timezone.now(),
    )
    if stored.text != told["text"]:
        # Somebody else was first: what was typed stays, and comes after that one.
        page = {"form": form, "group": row, "protocol": stored, "changed": True}
        form.follow(stored.number)
        return render(request, "cases/gatherings/agree.html", page, status=CONFLICT)
    messages.success(request, _("Saved. Each man is asked to accept it."))
    return redirect(f"{request.actor.role}:group", pk)


def _group(request: AreaRequest, pk: UUID, form: LetRun | None = None) -> HttpResponse:
    shown = queries.group(request.actor, pk)
    is_manager = request.actor.role == Role.MANAGER
    if is_manager and form is None:
        workers = members_with_role(Role.WORKER, at=timezone.now())
        form = LetRun(workers=workers)
    page = {"page": shown, "form": form, "is_manager": is_manager}
    return render(request, "cases/gatherings/group.html", page)
