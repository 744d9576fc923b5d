"""The manager's view of the work: who carries how much, who waits, who needs a hand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.queries.caseloads import Load, loads
from cases.workload.forms import CaseloadForm, SafeLoadForm
from cases.workload.queries import handovers, hands, kept, plans
from cases.workload.queries import loads as queries
from cases.workload.services import settings
from msa.accounts.models import Role
from msa.web.spreadsheets import Writer

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def workload(request: AreaRequest) -> HttpResponse:
    """Show what each peer worker carries, in words (CAS-02)."""
    at = timezone.now()
    page = {
        "workloads": queries.workloads(at=at),
        "safe": queries.safe_load(),
        "ahead": plans.ahead(),
        "carried_out": plans.carried_out(request.actor, at=at),
        "moved": handovers.moved_of_late(at=at),
        "left_behind": handovers.left_behind(),
    }
    return render(request, "workload/workload.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def safe_load(request: AreaRequest) -> HttpResponse:
    """Let the organisation say what one peer worker can carry (CAS-02)."""
    posted = request.POST if request.method == "POST" else None
    form = SafeLoadForm(posted, safe=queries.safe_load())
    is_manager = request.actor.role == Role.MANAGER
    if form.is_valid():
        settings.set_safe_load(request.actor, form.safe(), at=timezone.now())
        messages.success(
            request, _("Kept. It is what people are measured by from now.")
        )
        return redirect("manager:workload" if is_manager else "admin:safe-load")
    page = {"form": form, "is_manager": is_manager}
    return render(request, "workload/safe_load.html", page)


@require_safe
def waiting(request: AreaRequest) -> HttpResponse:
    """Show who waits for a peer worker, since when, and who has room."""
    at = timezone.now()
    workloads = queries.workloads(at=at)
    carried = {one.member.id: one.people for one in workloads}
    fairest = handovers.fairest(workloads, carried)
    page = {
        "waiting": queries.waiting_list(request.actor, at=at),
        "next": next((x for x in workloads if x.member.id == fairest), None),
    }
    return render(request, "workload/waiting.html", page)


@require_safe
def hand(request: AreaRequest) -> HttpResponse:
    """Show who may need a hand, and why, in words (UI-M2)."""
    found = hands.hands(request.actor, at=timezone.now())
    return render(request, "workload/hand.html", {"hands": found})


@require_safe
def kept_views(request: AreaRequest) -> HttpResponse:
    """Show the filters that this manager keeps (UI-M1)."""
    named = loads(at=timezone.now())
    shown = [
        (row.id, row.query, " · ".join(words))
        for row, words in (
            (row, [said for _field, said in _form(row.query, named).chosen()])
            for row in kept.kept_views()
        )
    ]
    return render(request, "workload/kept_views.html", {"views": shown})


@require_POST
def keep_view(request: AreaRequest) -> HttpResponse:
    """Keep the filters that are in force."""
    at = timezone.now()
    form = CaseloadForm(request.POST, loads=loads(at=at))
    query = kept.query_of(form.codes())
    if query:
        settings.keep_view(request.actor, query, at=at)
        messages.success(request, _("Kept. It stands under the views you keep."))
    return redirect(f"{reverse('manager:caseload')}?{query}")


@require_POST
def drop_view(request: AreaRequest, pk: UUID) -> HttpResponse:
    """Forget filters that were kept."""
    settings.drop_view(request.actor, pk)
    messages.success(request, _("Done. Nobody is changed by it."))
    return redirect("manager:kept-views")


@require_safe
def caseload_csv(request: AreaRequest) -> HttpResponse:
    """Give the filtered caseload as a file: reference numbers, and nobody's name."""
    at = timezone.now()
    form = CaseloadForm(request.GET, loads=loads(at=at))
    out = io.StringIO(newline="")
    lines = Writer(out)
    lines.write(kept.HEADER)
    for line in kept.exported(request.actor, form.narrowing(), at=at):
        lines.write(line)
    answer = HttpResponse(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="caseload.csv"'
    return answer


def _form(query: str, named: list[Load]) -> CaseloadForm:
    return CaseloadForm(kept.codes_of(query), loads=named)
