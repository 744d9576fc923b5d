"""The areas of the sites: one URL namespace each, served in exactly one role.

A page's role is the area it is asked for in, never a mixture (design rule: one role per
request). A view outside every area runs without a context and can read nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver, include, path

from msa.accounts.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest

    from msa.accounts.actor import Actor

    class AreaRequest(HttpRequest):
        """A request inside an area: somebody is signed in, in the area's role."""

        actor: Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of an area's navigation: a URL name inside the area and its words.

    What is not needed every day stands behind *More*.
    """

    name: str
    label: str
    label_mi: str = ""
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a site: its namespace, its role, its path and its navigation."""

    namespace: str
    role: Role
    prefix: str
    title: str
    places: tuple[Place, ...]

    @property
    def home(self) -> str:
        """The URL name of the area's first page."""
        return f"{self.namespace}:{self.places[0].name}"


WORKER = Area(
    "worker",
    Role.WORKER,
    "",
    "Peer support",
    (
        Place("today", "Today", "I tēnei rā"),
        Place("people", "People", "Ngā tāngata"),
        Place("enquiries", "Enquiries"),
        Place("contribute", "The quarter", "Te hauwhā", is_rare=True),
        Place("outreach", "Workshops and outreach", is_rare=True),
        Place("services", "Services", is_rare=True),
        Place("policies", "Policies", is_rare=True),
    ),
)
MANAGER = Area(
    "manager",
    Role.MANAGER,
    "manage/",
    "Managing",
    (
        Place("caseload", "Caseload"),
        Place("enquiries", "Enquiries"),
        Place("narratives", "Narratives", "Ngā kōrero"),
        Place("standards", "Standards"),
        Place("outreach", "Workshops and outreach", is_rare=True),
        Place("groups", "Peer groups", is_rare=True),
        Place("openings", "Openings", is_rare=True),
        Place("overrides", "Without consent", is_rare=True),
        Place("retention", "Keeping and erasing", is_rare=True),
        Place("requests", "Requests", is_rare=True),
        Place("policies", "Policies", is_rare=True),
        Place("services", "Services", is_rare=True),
        Place("forms", "Forms", is_rare=True),
    ),
)
ADMIN = Area(
    "admin",
    Role.ADMIN,
    "organisation/",
    "Organisation",
    (
        Place("members", "People who work here"),
        Place("imports", "Imports"),
        Place("erasures", "Erasures"),
        Place("policies", "Policies"),
        Place("overrides", "Reviews"),
        Place("safe-load", "Safe load", is_rare=True),
        Place("forms", "Forms", is_rare=True),
    ),
)
NATIONAL = Area(
    "national",
    Role.NATIONAL,
    "",
    "National reports",
    (
        Place("reports", "Reports", "Ngā pūrongo"),
        Place("narratives", "Narratives", "Ngā kōrero"),
        Place("standards", "Standards"),
        Place("funders", "Funders"),
        Place("pou", "Pou", "Ngā pou", is_rare=True),
        Place("members", "People who work here", is_rare=True),
    ),
)
AREAS = {area.namespace: area for area in (WORKER, MANAGER, ADMIN, NATIONAL)}


def area_urls(area: Area, patterns: Sequence[URLPattern | URLResolver]) -> URLResolver:
    """Put URL patterns into an area: its path, its namespace and so its role."""
    return path(area.prefix, include((list(patterns), "area"), area.namespace))


def areas_here() -> list[Area]:
    """Return the areas that this site serves."""
    served = get_resolver().namespace_dict
    return [area for area in AREAS.values() if area.namespace in served]


def area_of(request: HttpRequest) -> Area | None:
    """Return the area a resolved request is in."""
    match = request.resolver_match
    return AREAS.get(match.namespaces[0]) if match and match.namespaces else None
