from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.guards import routes as checks
from tests.guards.routes import Route, routes
from tests.guards.url_matrix import rows

SITES = ("casework", "national")


def found(site: str) -> list[Route]:
    return routes(f"msa.urls.{site}")


@pytest.mark.req("S04")
@pytest.mark.parametrize("site", SITES)
def test_every_address_has_its_row(site: str) -> None:
    assert checks.differences(found(site), rows(site)) == []


@pytest.mark.req("S04")
@pytest.mark.parametrize("site", SITES)
def test_every_address_is_in_an_area_or_public(site: str) -> None:
    assert checks.outside_every_area(found(site)) == []


@pytest.mark.req("S04", "S11")
@pytest.mark.parametrize(
    ("site", "areas"),
    [
        ("casework", {"", "check-in", "worker", "manager", "admin"}),
        ("national", {"", "national"}),
    ],
)
def test_a_site_serves_its_own_areas_only(site: str, areas: set[str]) -> None:
    assert {route.area for route in found(site)} == areas


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("people/<uuid:subject>/", page, name="forgotten")]


@pytest.mark.req("S04")
def test_a_forgotten_address_is_noticed() -> None:
    forgotten = routes("tests.guards.test_urls")

    assert checks.outside_every_area(forgotten) == ["forgotten"]
    assert "no row for forgotten" in checks.differences(forgotten, rows("casework"))


@pytest.mark.req("S04")
def test_a_row_without_an_address_is_noticed() -> None:
    some = [route for route in found("casework") if route.name != "worker:person"]

    assert checks.differences(some, rows("casework")) == [
        "no address for worker:person"
    ]


@pytest.mark.req("S04")
@pytest.mark.parametrize("site", SITES)
def test_ids_in_addresses_are_uuids_or_codes(site: str) -> None:
    told = {name for route in found(site) for name in route.parameters}

    # A new kind of object is added to tests.security.probes with it.
    assert told <= {
        "subject",
        "session",
        "purpose",
        "pk",
        "standard",
        "action",
        "file",
        "membership",
        "met",
        "facilitator",
    } | {
        "member",
        # A part of a record by its code; one that was written.
        "part",
        "written",
        # What a survivor's time here takes a turn to.
        "move",
        # A quarter whose reports are shown, as 2026Q3.
        "quarter",
        # A form that keeps drafts, by its code.
        "form",
        # A field of a form, by its code.
        "field",
        # A table of a released report.
        "table",
        # A question of the check-in that is open; what a link would hold.
        "number",
        "secret",
        # One of a person's own browsers.
        "handle",
    }
