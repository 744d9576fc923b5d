"""The addresses of a site, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver

from msa.web.areas import AREAS
from tests.guards.url_matrix import CHECK_IN, OFFLINE, PROGRAMS, PUBLIC, Row


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its full name and what it has to be told."""

    name: str
    parameters: tuple[str, ...]

    @property
    def area(self) -> str:
        """The namespace that says in which role the page is served."""
        return self.name.partition(":")[0] if ":" in self.name else ""


def routes(urls: str) -> list[Route]:
    """Return every address of a URL configuration."""
    return list(_walk(import_module(urls).urlpatterns, (), ()))


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    namespaces: tuple[str, ...],
    parameters: tuple[str, ...],
) -> Iterator[Route]:
    for pattern in patterns:
        told = (*parameters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inside = (
                (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )
            yield from _walk(pattern.url_patterns, inside, told)
        else:
            yield Route(":".join([*namespaces, pattern.name or "?"]), told)


def outside_every_area(found: Iterable[Route]) -> list[str]:
    """Addresses in no area that are not in the closed list of public ones either."""
    listed = (PUBLIC + CHECK_IN + OFFLINE + PROGRAMS).split("\n")
    public = {"start", *(line.split()[0] for line in listed if line)}
    return [
        route.name
        for route in found
        if route.area not in AREAS and route.name not in public
    ]


def differences(found: Iterable[Route], rows: dict[str, Row]) -> list[str]:
    """Addresses without a row, and rows without an address."""
    names = {route.name for route in found}
    return sorted(
        [f"no row for {name}" for name in names - rows.keys()]
        + [f"no address for {name}" for name in rows.keys() - names]
    )
