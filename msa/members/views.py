"""Who works here: pages of those who invite, change and end, and of the invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from msa.accounts.forms import NewPasswordOnlyForm
from msa.accounts.limits import may_open_link
from msa.accounts.models import Member, Role
from msa.accounts.queries import person_of, present_members
from msa.accounts.resets import reset_behind, use_reset
from msa.accounts.second_factor import signed_in_with_second_factor
from msa.accounts.step_up import asks_second_factor
from msa.members import services
from msa.members.forms import InviteForm, JoinForm, NameForm, ResetForm, RolesForm
from msa.members.models import Invitation
from msa.members.queries import invitation_behind, member_here, open_invitations
from msa.web.areas import areas_here
from msa.web.errors import too_often

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORKS_ELSEWHERE = gettext_lazy(
    "They work for another organisation too. Ask whoever runs the system."
)


@require_safe
def members(request: AreaRequest) -> HttpResponse:
    """Show who works here, as what, and since when; and who is invited."""
    at = timezone.now()
    page = {
        "rows": [(one, _labels(one.roles)) for one in present_members(at=at)],
        "invitations": [(one, _labels(one.roles)) for one in open_invitations(at=at)],
        "me": request.actor.member,
    }
    return render(request, "members/members.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def invite(request: AreaRequest) -> HttpResponse:
    """Ask whom to invite; show the link to hand on, this one time."""
    posted = request.POST if request.method == "POST" else None
    form = InviteForm(posted, roles=services.roles_to_give(request.actor))
    if not form.is_valid():
        return render(request, "members/invite.html", {"form": form})
    made = services.invite(
        request.actor,
        email=form.cleaned_data["email"],
        roles=form.chosen(),
        at=timezone.now(),
    )
    path = reverse("account_invited", args=[made.secret])
    # Not led on to: what is shown once stands in no session and no address.
    page = {
        "invitation": made.invitation,
        "link": request.build_absolute_uri(path),
    }
    return render(request, "members/invited.html", page)


@require_POST
@asks_second_factor
def withdraw(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Make an invitation worth nothing."""
    services.withdraw(request.actor, pk, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn. Its link opens nothing."))
    return _to_members(request)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def member(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Show somebody who works here, and change what he does."""
    at = timezone.now()
    found = member_here(pk, at=at)
    posted = request.POST if request.method == "POST" else None
    form = RolesForm(
        posted,
        initial={"roles": found.roles},
        roles=services.roles_to_give(request.actor),
    )
    if not form.is_valid():
        return render(request, "members/member.html", _about(request, found, form))
    services.change_roles(request.actor, pk, roles=form.chosen(), at=at)
    messages.success(request, _("Saved. It holds from their next tap."))
    return _to_members(request)


def _about(request: AreaRequest, found: Member, form: RolesForm) -> dict[str, Any]:
    return {
        "member": found,
        "form": form,
        "labels": _labels(found.roles),
        "is_me": found.id == request.actor.member,
        "reset_form": ResetForm(),
    }


@require_POST
@asks_second_factor
def take_away_factors(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Let somebody who lost his phone set up another app."""
    try:
        services.take_away_factors(request.actor, pk, at=timezone.now())
    except services.WorksElsewhere:
        messages.warning(request, WORKS_ELSEWHERE)
    else:
        messages.success(
            request,
            _("It is taken away. After their password they set up something new."),
        )
    return _to_members(request)


@require_POST
@asks_second_factor
def make_reset(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Make a link for somebody who can't sign in; show it, this one time."""
    at = timezone.now()
    form = ResetForm(request.POST)
    if not form.is_valid():
        found = member_here(pk, at=at)
        roles = services.roles_to_give(request.actor)
        page = _about(request, found, RolesForm(None, roles=roles))
        return render(request, "members/member.html", page | {"reset_form": form})
    try:
        made = services.make_reset(
            request.actor, pk, factors_too=form.factors_too(), at=at
        )
    except services.WorksElsewhere:
        messages.warning(request, WORKS_ELSEWHERE)
        return _to_members(request)
    path = reverse("account_reset", args=[made.secret])
    # Not led on to: what is shown once stands in no session and no address.
    page = {"reset": made.reset, "link": request.build_absolute_uri(path)}
    return render(request, "members/reset_made.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor
def leave(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Say what follows when somebody leaves, and end his access at once."""
    at = timezone.now()
    if request.method != "POST":
        page = {"member": member_here(pk, at=at)}
        return render(request, "members/leave.html", page)
    services.leave(request.actor, pk, at=at)
    messages.success(request, _("Their access has ended."))
    return _to_members(request)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited person in; used, withdrawn, old and unknown links look alike.

    Opening the link uses nothing up: only the form does.
    """
    if not may_open_link(request, secret):
        return too_often(request)
    invitation = invitation_behind(secret, at=timezone.now())
    if invitation is None or not _is_for_this_site(invitation.roles):
        return render(request, "members/nothing_here.html")
    if request.user.is_authenticated:
        return _join_as_oneself(request, secret, invitation)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        actor = services.accept(secret, name=name, password=password)
        if actor is not None:
            return _sign_in(request, actor.person)
        form.add_error(
            None,
            _("Somebody signs in with this address already. If it is you, sign in."),
        )
    page = {"form": form, "invitation": invitation, "labels": _labels(invitation.roles)}
    return render(request, "members/join.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def reset(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody choose a new password who was given a link for it.

    Whoever is signed in on the device is signed out by it: the link is the owner's.
    """
    if not may_open_link(request, secret):
        return too_often(request)
    at = timezone.now()
    found = reset_behind(secret, at=at)
    if found is None or not _is_for_this_site(found.member.roles):
        return render(request, "members/nothing_here.html")
    form = NewPasswordOnlyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = {"form": form, "reset": found}
        return render(request, "members/reset.html", page)
    used = use_reset(secret, password=form.cleaned_data["password"], at=at)
    if used is None:
        return render(request, "members/nothing_here.html")
    logout(request)
    if used.factors_too:
        return _sign_in(request, used.member.person_id)
    messages.success(request, _("Your new password is set. Sign in with it now."))
    return redirect("account_login")


def _join_as_oneself(request: Any, secret: str, invitation: Invitation) -> HttpResponse:
    is_meant = request.user.email == invitation.email
    if not signed_in_with_second_factor(request) or not is_meant:
        return render(request, "members/somebody_else.html")
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        joined = services.accept(secret, name=name, person=request.user.pk)
        if joined is None:
            return render(request, "members/nothing_here.html")
        return redirect("start")
    page = {"form": form, "invitation": invitation, "labels": _labels(invitation.roles)}
    return render(request, "members/join.html", page)


def _sign_in(request: HttpRequest, who: UUID) -> HttpResponse:
    person = person_of(who)
    login(request, person, backend=_BACKEND)
    # He has just chosen his password: that counts as entering it (3.3.7).
    record_authentication(request, person, "password", email=person.email)
    return redirect("mfa_activate_totp")


def _is_for_this_site(roles: list[str]) -> bool:
    return bool(set(roles) & {area.role.value for area in areas_here()})


def _labels(roles: list[str]) -> list[str]:
    return [str(Role(role).label) for role in roles]


def _to_members(request: AreaRequest) -> HttpResponse:
    match = request.resolver_match
    area = match.namespaces[0] if match else ""
    return redirect(f"{area}:members")
