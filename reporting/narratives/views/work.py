"""The peer worker's page: words for his organisation's narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.narratives.forms import NarrativeForm, quarter_in
from reporting.narratives.queries import narratives as queries
from reporting.narratives.sealing import texts_of
from reporting.narratives.services import contributions as services

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: AreaRequest) -> HttpResponse:
    """Offer words for a quarter's narrative; the manager decides what is taken up."""
    at = timezone.now()
    offered = queries.offered_quarters(at=at)
    quarter = quarter_in(request.GET.get("quarter", ""), offered[1])
    if quarter not in offered:
        quarter = offered[1]
    mine = queries.my_contribution(request.actor, quarter)
    form = NarrativeForm(
        request.POST if request.method == "POST" else None,
        initial=texts_of(mine) if mine else {},
    )
    takes = queries.takes_contributions(quarter)
    if form.is_valid() and takes:
        services.contribute(request.actor, quarter, form.texts(), at=at)
        messages.success(request, _("Saved. Your manager can read it now."))
        return redirect(f"{reverse('worker:contribute')}?quarter={quarter.code}")
    page = {
        "form": form,
        "quarter": quarter,
        "others": [one for one in offered if one != quarter],
        "takes": takes,
        "mine": mine,
    }
    return render(request, "narratives/contribute.html", page)
