"""The peer worker's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries import today as home

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest


@require_safe
def today(request: AreaRequest) -> HttpResponse:
    page = home.today(request.actor, at=timezone.now())
    return render(request, "cases/today.html", {"page": page})
