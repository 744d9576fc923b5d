"""How a peer worker works: his own page, and what he shows a manager (CAS-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases.forms.practice import ShowPractice
from cases.queries import practice as queries
from cases.queries.practice import PracticeMonths
from cases.services import practice as services
from msa.web.charts import Mark, Series, stacked_bar

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@dataclass(frozen=True, slots=True)
class Drawn:
    """Months as a page shows them: in a sentence, drawn, and as figures."""

    practised: PracticeMonths
    finding: str
    chart: SafeString | None
    worker: str = ""
    until: datetime | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: AreaRequest) -> HttpResponse:
    """Show a peer worker how he works; by POST he lets a manager see it."""
    at = timezone.now()
    managers = queries.managers(request.actor)
    form = ShowPractice(
        request.POST if request.method == "POST" else None, managers=managers
    )
    if form.is_valid():
        services.show(request.actor, to=form.manager(), days=form.days(), at=at)
        messages.success(request, _("Done. You can end it here at any time."))
        return redirect("worker:practice")
    page = queries.own_practice(request.actor, at=at)
    context = {
        "drawn": _drawn(page.practised),
        "shown": page.shown,
        "form": form if managers else None,
    }
    return render(request, "cases/practice.html", context)


@require_POST
def stop_showing(request: AreaRequest, pk: UUID) -> HttpResponse:
    services.stop_showing(request.actor, pk, at=timezone.now())
    messages.success(request, _("Ended. From now on you alone see it."))
    return redirect("worker:practice")


@require_safe
def shown(request: AreaRequest) -> HttpResponse:
    """Show a manager what peer workers let him see of how they work."""
    found = queries.shown_practice(request.actor, at=timezone.now())
    drawn = [_drawn(one.practised, one.worker, one.until) for one in found]
    return render(request, "manage/practice.html", {"shown": drawn})


def _drawn(
    practised: PracticeMonths, worker: str = "", until: datetime | None = None
) -> Drawn:
    return Drawn(practised, _finding(practised), _chart(practised), worker, until)


def _finding(practised: PracticeMonths) -> str:
    whole = practised.whole
    if not whole.said:
        return _("Nothing was said yet of what the sessions were about.")
    return ngettext(
        "Something practical alone: %(task)s of the %(said)s session of which "
        "something was said.",
        "Something practical alone: %(task)s of the %(said)s sessions of which "
        "something was said.",
        whole.said,
    ) % {"said": whole.said, "task": whole.task_only}


def _chart(practised: PracticeMonths) -> SafeString | None:
    """Draw what was said; what was not said is no bar beside it, being unknown."""
    months = [month for month in practised.months if month.said]
    if not months:
        return None
    names = [formats.date_format(month.on, "F Y") for month in months]
    told = {
        _("Purposeful peer support"): [month.purposeful for month in months],
        _("Something practical alone"): [month.task_only for month in months],
    }
    return stacked_bar(
        title=_finding(practised),
        description=_("One bar for each month. The table says the same."),
        columns=names,
        series=[
            Series(label, [Mark(n, v) for n, v in zip(names, counts, strict=True)])
            for label, counts in told.items()
        ],
    )
