"""The peer worker's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import today as home
from msa.web.beside import ask_beside
from msa.web.panels import panels_of

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def today(request: AreaRequest) -> HttpResponse:
    at = timezone.now()
    page = home.today(request.actor, at=at)
    ask_beside(request, page.waiting.subjects)
    context = {
        "page": page,
        "panels": panels_of("today", request.actor, at=at),
    }
    return render(request, "cases/today.html", context)
