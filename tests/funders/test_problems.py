from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from msa.audit.models import Event
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.funders.limits import count
from reporting.funders.queries import published
from tests.funders.conftest import V1, Program

ABSENT = uuid.UUID(int=0x5EED)

pytestmark = pytest.mark.req("REP-09")


def events(cast, action, **payload):
    """Events of the national chain."""
    with use(Context(cast.national.id, FOUNDER, "owner")), transaction.atomic():
        found = Event.objects.filter(action=action)
        return list(found.filter(payload__contains=payload).order_by("at"))


def is_problem(answer, status, name):
    body = answer.json()
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert body["status"] == status
    assert body["type"].endswith(f"/api/docs/problems/#{name}")
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert uuid.UUID(body["request_id"])
    return True


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "name"),
    [
        ("get", "/reports?limit=1000000", {}, 400, "limit"),
        ("get", "/reports?cursor=x", {}, 400, "cursor"),
        ("get", "/reports?colour=red", {}, 400, "parameter"),
        ("get", "/organisations", {}, 403, "scope"),
        ("get", f"/reports/{ABSENT}", {}, 404, "not-found"),
        ("get", "/reports/1", {}, 404, "not-found"),
        ("get", "/persons", {}, 404, "not-found"),
        ("get", "/reports?format=xlsx", {}, 406, "format"),
        ("get", "/reports", {"Accept": "image/png"}, 406, "format"),
        ("post", "/reports", {}, 405, "method"),
        ("put", "/reports", {}, 405, "method"),
        ("delete", "/reports", {}, 405, "method"),
        ("options", "/reports", {}, 405, "method"),
        ("trace", "/reports", {}, 405, "method"),
        ("post", "/health", {}, 405, "method"),
    ],
)
def test_every_refusal_is_a_problem(program, method, path, headers, status, name):
    assert is_problem(program.ask(method, path, **headers), status, name)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic eDp5"}])
def test_without_a_token_nothing_is_said(client, headers):
    answer = client.get(f"{V1}/reports", headers=headers)

    assert is_problem(answer, 401, "token-needed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["x", "a b", "\x00", "é", "x" * 5000])
def test_an_unknown_token_is_refused(client, token):
    answer = client.get(f"{V1}/reports", headers={"Authorization": f"Bearer {token}"})

    assert is_problem(answer, 401, "token-refused")


def test_somebody_signed_in_on_pages_is_nobody_here(cast, sign_in):
    assert is_problem(sign_in(cast.compiler).get(f"{V1}/reports"), 401, "token-needed")


def test_a_token_opens_no_page(program):
    answer = Browser().get(
        "/reports/", headers={"Authorization": f"Bearer {program.token}"}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize("path", ["/api/", "/api/v2/reports", "/api/oauth/authorize/"])
def test_every_other_address_is_a_problem(client, path):
    assert is_problem(client.get(path), 404, "not-found")
    assert is_problem(client.post(path), 404, "not-found")


def test_the_token_address_answers_posts_only(client):
    answer = client.get("/api/oauth/token")

    assert is_problem(answer, 405, "method")
    assert answer.headers["Allow"] == "POST"


def test_our_own_fault_is_a_problem_that_tells_nothing(program, done):
    # The spec of a report that this version does not know.
    spec = published.SPECS.pop("operational-3")
    try:
        answer = program.get(f"/reports/{done.id}/tables")
    finally:
        published.SPECS["operational-3"] = spec

    assert is_problem(answer, 500, "fault")
    assert "operational-3" not in answer.content.decode()


def test_the_page_of_problems_explains_each(client):
    page = client.get("/api/docs/problems/").content.decode()

    for name in ("limit", "token-expired", "not-found", "too-often", "fault"):
        assert f'id="{name}"' in page


@pytest.mark.usefixtures("within_a_minute")
def test_one_call_too_many_is_told_when_to_ask_again(give, settings):
    settings.MSA_FUNDER_LIMITS = {"minute": 3, "day": 100}
    given = give()
    first, second = Program(given), Program(given)

    answers = [one.get("/definitions") for one in (first, second, first, second)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert is_problem(answers[-1], 429, "too-often")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert Program(give()).get("/definitions").status_code == 200


@pytest.mark.usefixtures("within_a_minute")
def test_the_day_has_a_limit_of_its_own(program, settings):
    settings.MSA_FUNDER_LIMITS = {"minute": 60, "day": 2}

    answers = [program.get("/definitions") for _ in range(3)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert '"day";r=0' in answers[-1].headers["RateLimit"]


def test_the_limits_are_those_of_the_contract(settings):
    assert settings.MSA_FUNDER_LIMITS == {"minute": 60, "day": 2000}


def test_no_two_requests_count_as_one():
    at = timezone.now()
    with ThreadPoolExecutor(8) as pool:
        counted = list(
            pool.map(lambda _: count("one", {"day": 500}, at=at)[0].used, range(400))
        )

    assert sorted(counted) == list(range(1, 401))


@pytest.mark.req("SEC-05")
def test_the_counters_name_nobody(program):
    program.get("/definitions")
    keys = str(cache._cache.get_client().keys("*funders*"))

    assert "funders:" in keys
    assert str(program.given.client.id) not in keys
    assert "127.0.0.1" not in keys


@pytest.mark.req("SEC-04")
def test_each_call_is_in_the_audit(cast, program, done):
    answer = program.get(f"/reports/{done.id}/tables/people?limit=7")

    (event,) = events(
        cast, "funder-call.answered", request=answer.headers["X-Request-Id"]
    )
    assert event.actor == program.given.client.id
    assert event.role == "funder"
    assert event.payload["report"] == str(done.id)
    assert event.payload["status"] == 200
    assert "7" not in event.payload.values()


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize(
    ("path", "status"), [(f"/reports/{ABSENT}", 404), ("/organisations", 403)]
)
def test_a_refused_call_is_in_the_audit(cast, program, path, status):
    request = program.get(path).headers["X-Request-Id"]

    (event,) = events(cast, "funder-call.answered", request=request)
    assert event.payload["status"] == status


@pytest.mark.usefixtures("within_a_minute")
@pytest.mark.req("SEC-04")
def test_of_a_flood_the_first_refusal_is_in_the_audit(cast, program, settings):
    settings.MSA_FUNDER_LIMITS = {"minute": 1, "day": 100}
    for _ in range(5):
        program.get("/definitions")

    refused = events(cast, "funder-call.answered", status=429)
    assert len([e for e in refused if e.actor == program.given.client.id]) == 1


@pytest.mark.req("SEC-04")
def test_giving_and_ending_and_tokens_are_in_the_audit(cast, program):
    client = program.given.client.id

    assert events(cast, "funder-access.given", client=str(client))
    assert client in {e.actor for e in events(cast, "funder-token.issued")}
