from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from msa.accounts.models import Role
from msa.web.areas import MANAGER, WORKER, Area, area_urls
from msa.web.home import areas_for

pytestmark = pytest.mark.urls(__name__)


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    area_urls(area, [path(f"{place.name}/", _page, name=place.name)])
    for area in (WORKER, MANAGER)
    for place in area.places[:1]
]


@pytest.mark.parametrize(
    ("roles", "areas"),
    [
        ([Role.WORKER], [WORKER]),
        ([Role.MANAGER, Role.WORKER], [WORKER, MANAGER]),
        ([Role.MANAGER], [MANAGER]),
        ([Role.NATIONAL], []),
        ([], []),
    ],
)
def test_areas_follow_the_roles_held(roles: list[Role], areas: list[Area]) -> None:
    assert areas_for(roles) == areas
