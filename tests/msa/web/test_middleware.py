from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from msa.access.refusals import AccessDenied, Reason
from msa.accounts.models import Member
from msa.tenancy import context
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.web.areas import ADMIN, MANAGER, NATIONAL, WORKER, area_urls
from msa.web.urls import offline_patterns
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = pytest.mark.urls(__name__)


def _who(request: Any, *_parts: object, **_more: object) -> HttpResponse:
    actor = request.actor
    held = context.current()
    return HttpResponse(f"{actor.name if actor else '-'} {held.role if held else '-'}")


def _refuse(request: HttpRequest) -> HttpResponse:
    raise AccessDenied(Reason.SAME_PERSON)


def _absent(request: HttpRequest, thing: str) -> HttpResponse:
    raise Http404


handler404 = "msa.web.errors.page_not_found"
urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    path("outside/", _who, name="outside"),
    *offline_patterns,
    *(
        area_urls(area, [path("who/", _who, name=area.places[0].name)])
        for area in (MANAGER, ADMIN)
    ),
    area_urls(NATIONAL, [path("figures/", _who, name="reports")]),
    area_urls(
        WORKER,
        [
            path("who/", _who, name="today"),
            path("drafts/keys/", _who, name="draft-keys"),
            *(path(f"{one.name}/", _who, name=one.name) for one in WORKER.places[1:]),
            path("refuse/", _refuse, name="refuse"),
            path("absent/<slug:thing>/", _absent, name="absent"),
        ],
    ),
]


def _refusals() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "SELECT role, payload->>'route' FROM audit_event"
            " WHERE action = 'access.refused'"
        )
        return [(role, route) for role, route in cursor.fetchall()]


def _targets() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "SELECT payload->>'target' FROM audit_event WHERE action = 'access.refused'"
        )
        return [target for (target,) in cursor.fetchall()]


def test_page_is_served_as_the_actor_in_the_area_s_role(
    cast: Cast, sign_in: SignIn
) -> None:
    assert sign_in(cast.worker).get("/who/").content == b"Worker worker"


def test_context_ends_with_the_request(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.worker).get("/who/")

    assert context.current() is None


def test_outside_every_area_nobody_acts(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.worker).get("/outside/").content == b"- -"


def test_stranger_is_led_to_signing_in_and_back(db: None, client: Client) -> None:
    assert client.get("/who/")["Location"] == "/accounts/login/?next=/who/"


def test_what_a_stranger_sends_is_not_asked_for_again(db: None, client: Client) -> None:
    assert client.post("/who/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize("address", ["/manage/who/", "/organisation/who/", "/figures/"])
def test_door_of_another_role_is_not_found(
    cast: Cast, sign_in: SignIn, address: str
) -> None:
    assert sign_in(cast.worker).get(address).status_code == 404


def test_attempt_is_remembered_as_what_he_is(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.worker).get("/manage/who/")

    assert _refusals() == [("worker", "manager:caseload")]


def test_absent_foreign_and_unknown_look_the_same(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)

    absent = browser.get("/absent/one/")
    foreign = browser.get("/manage/who/")
    unknown = browser.get("/nothing/")

    assert absent.content == foreign.content == unknown.content
    assert absent.headers == foreign.headers == unknown.headers


def test_refusal_says_why_and_is_remembered(cast: Cast, sign_in: SignIn) -> None:
    refused = sign_in(cast.worker).get("/refuse/")

    assert refused.status_code == 403
    assert "Somebody else has to do this step" in refused.content.decode()
    assert _refusals() == [("worker", "worker:refuse")]


@pytest.mark.req("S03")
def test_leaver_is_out_with_his_next_request(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    assert browser.get("/who/").status_code == 200
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        Member.objects.filter(id=cast.worker.member).update(
            left_at=timezone.now() - timedelta(seconds=1)
        )

    assert browser.get("/who/").status_code == 404


@pytest.mark.req("SEC-05")
def test_a_word_typed_into_an_address_is_not_in_the_audit(
    cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.worker).get("/absent/somebody-s-name/")

    assert _targets() == [""]
