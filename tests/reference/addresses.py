"""Who of the cast reaches which page, in words, out of the tested URL matrix (S01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from django.urls import URLPattern, URLResolver

from tests.guards.url_matrix import CAST, CHECK_IN, Row, rows
from tests.reference.writing import table

#: Who stands behind each name of the cast.
WHO = {
    "anonymous": "anybody, not signed in",
    "worker": "the survivor's peer worker",
    "colleague": "another peer worker of that organisation",
    "manager": "its manager",
    "admin": "its administrator",
    "outsider": "a peer worker of another organisation",
    "outside_manager": "the manager of another organisation",
    "compiler": "national staff",
}
_SITES = {
    "casework": "The organisations' site",
    "national": "The national site",
}
_AREAS = {
    "": "Outside every area",
    "check-in": "Check-ins",
    "worker": "Peer support",
    "manager": "Manager",
    "admin": "Administrator",
    "national": "National",
}
_HEADS = ("page", "address", "opens for", "leads on", "only a button", "sign-in")
_FORMS = {200: "opens", 302: "leads", 303: "leads", 405: "button", 401: "token"}


def addresses() -> Iterator[str]:
    """Yield the part about pages: a table for each area of each site."""
    for site, title in _SITES.items():
        yield f"## {title}"
        places = dict(_walk(import_module(f"msa.urls.{site}").urlpatterns, "", ""))
        matrix = rows(site)
        for area in dict.fromkeys(map(_area, matrix)):
            found = {name: row for name, row in matrix.items() if _area(name) == area}
            yield f"### {_AREAS[area]}"
            yield _shown([_line(n, places[n], r) for n, r in found.items()])


def _shown(lines: list[tuple[str, ...]]) -> str:
    """Return the lines as a table, without the columns that say nothing."""
    kept = [place for place in range(len(_HEADS)) if any(line[place] for line in lines)]
    return table(
        [_HEADS[place] for place in kept],
        ([line[place] for place in kept] for line in lines),
    )


def _area(name: str) -> str:
    return name.partition(":")[0] if ":" in name else ""


def _walk(
    patterns: Iterable[URLPattern | URLResolver], prefix: str, path: str
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        here = path + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            inside = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _walk(one.url_patterns, inside, here)
        else:
            yield f"{prefix}{one.name}", here


def _line(name: str, path: str, row: Row) -> tuple[str, ...]:
    said: dict[str, list[str]] = {}
    for who, status in row.items():
        said.setdefault(_word(name, who, status), []).append(who)
    cells = ("opens", "leads", "button", "sign-in")
    return (name, f"`/{path}`", *(_people(said.get(cell, [])) for cell in cells))


def _word(name: str, who: str, status: int) -> str:
    asked = who == "anonymous" and status == 302 and f"{name} " not in CHECK_IN
    return "sign-in" if asked else _FORMS.get(status, "nothing")


def _people(who: list[str]) -> str:
    if len(who) == len(CAST):
        return "everybody"
    if set(who) == set(CAST) - {"anonymous"}:
        return "whoever is signed in"
    return ", ".join(one.replace("_", " ") for one in who)


def cast() -> str:
    """Return the list of who the cast is."""
    return table(
        ("name", "who"), ((name.replace("_", " "), WHO[name]) for name in CAST)
    )
