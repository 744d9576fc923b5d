"""Where somebody who has signed in begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from msa.accounts.lock import is_locked
from msa.accounts.models import Role
from msa.accounts.queries import actors_of
from msa.accounts.second_factor import signed_in_with_second_factor
from msa.web.areas import Area, areas_here


def areas_for(roles: Iterable[Role]) -> list[Area]:
    """Return the areas of this site that these roles open."""
    held = set(roles)
    return [area for area in areas_here() if area.role in held]


def begin(request: Any) -> HttpResponse:
    """Lead somebody signed in to his area; with two he chooses, never a mixture."""
    if not signed_in_with_second_factor(request):
        return redirect("account_locked" if is_locked(request) else "mfa_activate_totp")
    actors = actors_of(request.user, at=timezone.now())
    areas = areas_for(actor.role for actor in actors)
    if len(areas) == 1:
        return redirect(areas[0].home)
    return render(request, "account/areas.html", {"areas": areas})
