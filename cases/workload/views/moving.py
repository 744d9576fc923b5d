"""Moving everybody of a peer worker, and letting somebody stand in with everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.queries.people import named
from cases.workload.forms import CoverForm, MoveForm
from cases.workload.queries import handovers as queries
from cases.workload.queries import plans as planned
from cases.workload.queries.loads import workloads
from cases.workload.queries.wishes import standings
from cases.workload.services import covers, handovers, plans
from msa.access.refusals import AccessDenied, Reason
from msa.clock.days import local_date
from msa.web.templatetags.msa import nz_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: AreaRequest, member: UUID) -> HttpResponse:
    """Show who would go to whom, let it be changed, and do or plan it (UI-M3)."""
    at = timezone.now()
    who, plan = queries.member_moved(member), planned.standing_plan(member)
    places = queries.preview(request.actor, member, workloads(at=at), at=at)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        places=places,
        plan=plan,
        elsewhere=planned.planned_elsewhere(
            [place.card.subject for place in places], member
        ),
        today=local_date(at),
    )
    if form.is_valid():
        id = request.actor.own(form.cleaned_data["id"])
        if queries.is_done(id) or planned.is_planned(id):
            return redirect("manager:workload")
        if _moved(request, member, form, id, at=at):
            return redirect("manager:workload")
    page = {
        "who": who,
        "plan": plan,
        "form": form,
        "cannot": [place for place in places if not place.may],
    }
    return render(request, "workload/move.html", page)


def _moved(
    request: AreaRequest, member: UUID, form: MoveForm, id: UUID, *, at: datetime
) -> bool:
    """Move or plan what the form says, and say so; or say on the form why not."""
    targets, on = form.targets(), form.cleaned_data["on"]
    if not targets:
        form.add_error(None, _("Choose for at least one person who takes over"))
        return False
    try:
        plans.move_on(
            request.actor,
            member,
            targets,
            on=on,
            id=id,
            instead_of=form.cleaned_data["instead_of"],
            at=at,
        )
    except AccessDenied as refused:
        if refused.reason != Reason.PLANNED:
            raise
        form.add_error(
            None,
            _(
                "What is planned was changed while this page was open. Nothing was "
                "changed now. Open the page again, and see how it stands."
            ),
        )
        return False
    messages.success(request, _what_happens(len(targets), on, today=local_date(at)))
    return True


def _what_happens(people: int, on: date, *, today: date) -> str:
    if on == today:
        words = ngettext(
            "%(n)s person is moved. For 7 days you can undo it here.",
            "%(n)s people are moved. For 7 days you can undo it here.",
            people,
        )
    else:
        words = ngettext(
            "Planned: %(n)s person moves on %(day)s. Until then nothing changes.",
            "Planned: %(n)s people move on %(day)s. Until then nothing changes.",
            people,
        )
    return words % {"n": people, "day": nz_date(on)}


@require_POST
def call_off(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Call off what was planned: everybody stays where he is."""
    if plans.call_off(request.actor, pk, at=timezone.now()):
        messages.success(request, _("Called off. Everybody stays where he is."))
    else:
        messages.warning(request, _("That plan had ended already."))
    return redirect("manager:workload")


@require_POST
def undo(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Put back whom nobody has met or moved since."""
    try:
        undone = handovers.undo(request.actor, pk, at=timezone.now())
    except AccessDenied:
        messages.warning(request, _("It can’t be undone any more, or was already."))
        return redirect("manager:workload")
    back = ngettext(
        "%(n)s person is back as before.",
        "%(n)s people are back as before.",
        undone.back,
    )
    words = back % {"n": undone.back}
    if undone.stay:
        stay = ngettext(
            "%(n)s stays: something happened since.",
            "%(n)s stay: something happened since.",
            undone.stay,
        )
        words = f"{words} {stay % {'n': undone.stay}}"
    messages.success(request, words)
    return redirect("manager:workload")


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: AreaRequest, member: UUID) -> HttpResponse:
    """Let one peer worker stand in with everybody of another's for a while (CAS-04)."""
    at = timezone.now()
    who = queries.member_moved(member)
    theirs = [his for his, waits in queries.people_of(member).items() if not waits]
    form = CoverForm(
        request.POST if request.method == "POST" else None,
        may=[one for one in workloads(at=at) if one.member.id != member],
        today=local_date(at),
    )
    if not form.is_valid():
        page = {"form": form, "who": who, "people": len(theirs)}
        return render(request, "workload/away.html", page)
    by, said = form.by_whom(), standings(theirs, at=at)
    willing = [his for his in theirs if said[his].lets(by)]
    covers.stand_in(
        request.actor,
        willing,
        by=by,
        from_at=form.begins(),
        until=form.ends(),
        at=at,
    )
    others = named(request.actor, set(theirs) - set(willing))
    page = {"who": who, "covered": len(willing), "others": list(others.values())}
    return render(request, "workload/away_done.html", page)
