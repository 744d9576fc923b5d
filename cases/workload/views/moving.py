"""Moving everybody of a peer worker, and letting somebody stand in with everybody."""

from __future__ import annotations

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
from cases.workload.queries.loads import workloads
from cases.workload.queries.wishes import standings
from cases.workload.services import covers, handovers
from msa.access.refusals import AccessDenied
from msa.clock.days import local_date

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: AreaRequest, member: UUID) -> HttpResponse:
    """Show who would go to whom, let it be changed, and do it in one step (UI-M3)."""
    at = timezone.now()
    who = queries.member_moved(member)
    places = queries.preview(request.actor, member, workloads(at=at), at=at)
    form = MoveForm(request.POST if request.method == "POST" else None, places=places)
    page = {
        "who": who,
        "form": form,
        "cannot": [place for place in places if not place.may],
    }
    if not form.is_valid():
        return render(request, "workload/move.html", page)
    targets, id = form.targets(), request.actor.own(form.cleaned_data["id"])
    if queries.is_done(id):
        return redirect("manager:workload")
    if not targets:
        form.add_error(None, _("Choose for at least one person who takes over"))
        return render(request, "workload/move.html", page)
    handovers.move(request.actor, member, targets, id=id, at=at)
    done = ngettext(
        "%(n)s person is moved. For 7 days you can undo it here.",
        "%(n)s people are moved. For 7 days you can undo it here.",
        len(targets),
    )
    messages.success(request, done % {"n": len(targets)})
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
