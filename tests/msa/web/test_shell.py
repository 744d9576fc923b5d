from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.web.shell import shell
from tests.cast import Cast

pytestmark = pytest.mark.urls("msa.urls.casework")


def _asked(address: str, actor: Actor | None, *roles: Role) -> HttpRequest:
    request: Any = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    request.actor, request.roles = actor, list(roles)
    return request  # type: ignore[no-any-return]


def test_frame_marks_where_one_is(cast: Cast) -> None:
    frame = shell(_asked("/people/", cast.worker, Role.WORKER))

    marks = {place["label"]: place["current"] for place in frame["nav"]}
    assert marks["Today"] is False
    assert [label for label, here in marks.items() if here] == ["People"]


def test_frame_names_who_is_signed_in_and_the_way_out(cast: Cast) -> None:
    frame = shell(_asked("/manage/", cast.manager, Role.MANAGER))

    assert frame["signed_in_name"] == "Manager"
    assert frame["sign_out_url"] == "/accounts/logout/"
    assert frame["home_url"] == "/manage/"


def test_frame_leads_to_the_other_areas_one_works_in(cast: Cast) -> None:
    frame = shell(_asked("/manage/", cast.manager, Role.MANAGER, Role.WORKER))

    urls = [place["url"] for place in frame["nav"]]
    assert (urls[0], urls[-1]) == ("/manage/", "/today/")


def test_frame_leads_to_no_area_of_the_other_site(cast: Cast) -> None:
    frame = shell(_asked("/manage/", cast.manager, Role.MANAGER, Role.NATIONAL))

    assert frame["nav"]
    assert all(place["url"].startswith("/manage/") for place in frame["nav"])


def test_frame_outside_an_area_names_nobody() -> None:
    assert shell(_asked("/neutral", None)) == {"nav": [], "area": None}
