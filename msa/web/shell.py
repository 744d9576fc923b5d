"""What the frame of every page shows: where one is, where one can go, as whom."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from msa.accounts.second_factor import signed_in_with_second_factor
from msa.accounts.standing import seconds_left
from msa.web.areas import WORKER, Area, area_of, areas_here
from msa.web.offline import offline_parts
from msa.web.panels import panels_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return navigation and names for base.html; nothing outside an area."""
    area = area_of(request)
    actor = getattr(request, "actor", None)
    if area is None or actor is None:
        return {"nav": [], "area": None} | _lock(request)
    places = _places(request, area)
    return _lock(request) | {
        "nav": places + _other_areas(request, area),
        "has_more": any(place["is_rare"] for place in places),
        "area": area,
        "home_url": reverse(area.home),
        "help_lines_url": _help_lines(area),
        "signed_in_name": actor.name,
        "offline": offline_parts() if area is WORKER else None,
        "sign_out_url": reverse("account_logout"),
        # Asked only by a page that is drawn whole.
        "frame_panels": partial(panels_of, "every-page", actor, at=timezone.now()),
    }


def _help_lines(area: Area) -> str:
    """Return where the numbers stand for this area: with the organisation's own."""
    try:
        return reverse(f"{area.namespace}:help-lines")
    except NoReverseMatch:
        return reverse("talk")


def _lock(request: HttpRequest) -> dict[str, Any]:
    """Return when this session locks and ends, for a page of somebody signed in.

    Nothing for the pages that anybody may see: they say nothing about anybody.
    """
    match = request.resolver_match
    is_own = match is not None and str(match.url_name).startswith("account_")
    if not (is_own or area_of(request)) or not hasattr(request, "session"):
        return {}
    if not signed_in_with_second_factor(request):
        return {}
    left = seconds_left(request.session, at=timezone.now())
    return {"lock": left} if left else {}


def _places(request: HttpRequest, area: Area) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.url_name if match else ""
    return [
        {
            "url": reverse(f"{area.namespace}:{place.name}"),
            "label": place.label,
            "label_mi": place.label_mi,
            "current": place.name == here,
            "is_rare": place.is_rare,
        }
        for place in area.places
    ]


def _other_areas(request: HttpRequest, area: Area) -> list[dict[str, Any]]:
    roles = getattr(request, "roles", [])
    return [
        {"url": reverse(other.home), "label": other.title, "current": False}
        for other in areas_here()
        if other.role in roles and other is not area
    ]
