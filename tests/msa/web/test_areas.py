from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve, reverse

from msa.web.areas import ADMIN, AREAS, MANAGER, WORKER, area_of, area_urls, areas_here

pytestmark = pytest.mark.urls(__name__)


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("outside/", _page, name="outside"),
    area_urls(MANAGER, [path("caseload/", _page, name="caseload")]),
    area_urls(WORKER, [path("today/", _page, name="today")]),
]


def _asked(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    return request


def test_area_gives_its_pages_a_path_and_a_namespace() -> None:
    assert reverse("manager:caseload") == "/manage/caseload/"


@pytest.mark.parametrize(
    ("address", "area"),
    [("/manage/caseload/", MANAGER), ("/today/", WORKER), ("/outside/", None)],
)
def test_area_of_a_request_follows_its_address(address: str, area: object) -> None:
    assert area_of(_asked(address)) is area


def test_request_without_a_view_is_in_no_area() -> None:
    assert area_of(RequestFactory().get("/today/")) is None


def test_only_what_this_site_serves_is_here() -> None:
    assert areas_here() == [WORKER, MANAGER]
    assert ADMIN in AREAS.values()
