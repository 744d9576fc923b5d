"""Pages of meetings: logging one, and reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.gatherings import queries
from cases.gatherings.forms import LogMeeting
from cases.gatherings.looking_back import Version
from cases.gatherings.services import meetings as services
from cases.gatherings.services.meetings import (
    Logged,
    LoggedDifferently,
    MetThatDay,
    NamesSomebody,
    NotMembersThen,
    NotThatDay,
)
from cases.views.facts import Facts
from msa.accounts.models import Member, Role
from msa.accounts.queries import members_with_role
from msa.clock.days import local_date
from msa.web.forms import named_form
from msa.web.templatetags.msa import minutes

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
_REFUSED = (
    LoggedDifferently,
    MetThatDay,
    NamesSomebody,
    NotMembersThen,
    NotThatDay,
)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Log a meeting once for everybody who came (UI-W2)."""
    at = timezone.now()
    group = queries.demand_group(request.actor, pk)
    workers = members_with_role(Role.WORKER, at=at)
    form = LogMeeting(
        request.POST if request.method == "POST" else None,
        id=named_form(request),
        places=queries.who_may_have_come(request.actor, pk, on=local_date(at)),
        keep_notes=queries.who_keeps_notes(pk),
        workers=workers,
        usual=_usual(request, pk, workers),
    )
    refused = stands = None
    if form.is_valid():
        try:
            logged = services.log(
                request.actor,
                pk,
                form.met(),
                form.told(),
                id=request.actor.own(form.cleaned_data["id"]),
                at=at,
            )
        except _REFUSED as fault:
            refused = why(fault)
            if isinstance(fault, LoggedDifferently):
                stands = fault
                form.become_another()
        else:
            _tell(request, logged)
            return redirect("worker:group-meeting", pk, logged.meeting.id)
    page = {"form": form, "group": group, "refused": refused, "stands": stands}
    status = CONFLICT if refused else None
    return render(request, "cases/gatherings/meeting_new.html", page, status=status)


@require_safe
def meeting(request: AreaRequest, pk: UUID, met: UUID) -> HttpResponse:
    """Show a meeting."""
    page = queries.meeting(request.actor, pk, met)
    context = {"page": page, "before": [meeting_facts(one) for one in page.before]}
    return render(request, "cases/gatherings/meeting.html", context)


def meeting_facts(told: Version) -> Facts:
    """Return a version of a meeting in words: names and values."""
    return [
        (_("Day"), formats.date_format(told.held_on, "j F Y")),
        (_("How long"), minutes(told.minutes)),
        (_("How you met"), told.mode_label),
        (_("Who ran it"), ", ".join(told.run_by)),
        (_("Came"), ", ".join(told.came)),
        (_("Told us beforehand"), ", ".join(told.told_us)),
        (_("Did not come"), ", ".join(told.absent)),
        (_("Men not on the list"), str(told.guests)),
        (_("Summary"), told.summary),
    ]


def _usual(request: AreaRequest, pk: UUID, workers: list[Member]) -> dict[str, Any]:
    """Return what was logged last time, so that little is left to fill in."""
    last = queries.last_meeting(pk)
    if last is None:
        return {"run_by": [str(request.actor.member)]}
    here = {one.id for one in workers}
    return {
        "minutes": last.minutes,
        "mode": last.mode,
        "run_by": [str(one) for one in last.run_by if one in here],
    }


def why(fault: Exception) -> str:
    """Return why a meeting was not stored, in words."""
    if isinstance(fault, NamesSomebody):
        return _(
            "Leave these names out, so that nobody in the group is told of in "
            "another’s words: %(names)s. Say “one of us” instead."
        ) % {"names": ", ".join(fault.names)}
    if isinstance(fault, NotMembersThen):
        return _(
            "Not in the group on that day: %(names)s. Change the day, or untick them."
        ) % {"names": ", ".join(fault.names)}
    if isinstance(fault, NotThatDay):
        return _("That day is still to come, or the group was retired before it.")
    if isinstance(fault, MetThatDay):
        return _(
            "A meeting of that day is logged already, by you or by whoever ran it with "
            "you. Look at it before you log another day."
        )
    return _(
        "This was saved before, with other answers. What was saved then stands, and "
        "nothing was stored now. Save it once more if it is another meeting."
    )


def nothing_stored_of(names: list[str]) -> str:
    """Return that nothing could be stored of somebody, and not why (GRP-02)."""
    said = _("Nothing could be stored now of %(names)s. A manager can tell you more.")
    return said % {"names": ", ".join(names)}


def _tell(request: AreaRequest, logged: Logged) -> None:
    if not logged.is_new:
        messages.success(request, _("This meeting was saved before, once."))
        return
    came = logged.sessions + logged.counted
    messages.success(
        request,
        ngettext(
            "Saved. %(n)d man came from the list.",
            "Saved. %(n)d men came from the list.",
            came,
        )
        % {"n": came},
    )
    if logged.left_out:
        messages.warning(
            request,
            nothing_stored_of(logged.left_out),
        )
    if logged.gone:
        messages.warning(
            request,
            _(
                "Somebody you ticked is not on the group’s list any more, so nothing "
                "was stored of him. The others are saved."
            ),
        )
    if logged.unkept:
        messages.warning(
            request,
            _(
                "What you wrote of %(names)s was not kept: no notes of his sessions "
                "are. That he came is counted, with nothing that leads to him."
            )
            % {"names": ", ".join(logged.unkept)},
        )
