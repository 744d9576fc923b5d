"""What a stranger tries who has a token, had one, or has none."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from django.test import Client as Browser
from django.utils import timezone

from msa.tenancy.context import use
from reporting.funders.services import access
from tests.funders.conftest import V1, Program, ask_for_token
from tests.funders.test_problems import events

pytestmark = pytest.mark.req("REP-09")


@pytest.mark.usefixtures("within_a_minute")
@pytest.mark.req("SEC-04")
def test_a_program_that_is_refused_is_not_asked_for_ever(cast, program, settings):
    settings.MSA_FUNDER_LIMITS = {"minute": 3, "day": 100}
    with use(cast.releaser.context):
        access.end(cast.releaser, program.given.client.id, at=timezone.now())

    answers = [program.get("/reports").status_code for _ in range(6)]

    written = events(cast, "funder-call.answered")
    assert answers == [401, 401, 401, 429, 429, 429]
    assert len([e for e in written if e.actor == program.given.client.id]) == 4


@pytest.mark.usefixtures("within_a_minute")
@pytest.mark.req("SEC-04")
def test_what_a_token_does_not_cover_counts_as_a_call(program, settings):
    settings.MSA_FUNDER_LIMITS = {"minute": 2, "day": 100}

    answers = [program.get("/organisations").status_code for _ in range(3)]

    assert answers == [403, 403, 429]


@pytest.mark.req("SEC-04")
def test_a_wrong_secret_leaves_a_trace(cast, give):
    given = give()

    answer = ask_for_token(replace(given, secret="msaf_guessed"))

    assert answer.status_code == 401
    written = events(cast, "funder-token.refused")
    assert [e.actor for e in written].count(given.client.id) == 1


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_possible(program, done, method):
    answer = program.ask(
        method, f"/reports/{done.id}", **{"X-HTTP-Method-Override": "GET"}
    )

    assert answer.status_code == 405
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_other_site_reads_an_answer(program):
    answer = program.get("/reports", Origin="https://elsewhere.example")

    assert answer.status_code == 200
    assert [h for h in answer.headers if h.startswith("Access-Control")] == []


@pytest.mark.parametrize(
    "query",
    [
        "format=api",
        "format=admin",
        "format=",
        "format=CSV",
        "format=json&format=html",
        "limit=1000000",
        "limit=-1",
        "limit=%D9%A3",
        "limit=1&limit=999",
        "_method=DELETE",
        "cursor=%00",
        "cursor=" + base64.urlsafe_b64encode(b"after 0").decode(),
        "cursor=" + base64.urlsafe_b64encode(b"after x y").decode(),
        "kind=operational'--",
        "period=2026-Q9",
    ],
)
def test_a_query_that_is_no_query_is_refused(program, query):
    answer = program.get(f"/reports?{query}")

    assert answer.status_code in {400, 406}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/xml",
        "*",
        "a/b;q=x",
        ",,,",
        "application/json;v=9" * 99,
    ],
)
def test_no_accept_header_breaks_it(program, accept):
    assert program.get("/reports", Accept=accept).status_code in {200, 406}


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer  ",
        "Bearer \x00",
        f"Bearer {'a' * 9000}",
        "Basic YTpi",
        "bEaReR x",
    ],
)
def test_no_authorization_header_breaks_it(db, sent):
    answer = Browser().get(f"{V1}/reports", headers={"Authorization": sent})

    assert answer.status_code == 401
    assert "aaaa" not in answer.content.decode()


def test_hidden_and_absent_are_answered_in_the_same_words(program, insider, done):
    seen = program.get(f"/reports/{done.id}/tables/organisations")
    never = program.get(f"/reports/{done.id}/tables/nothing-like-it")

    assert insider.get(f"/reports/{done.id}/tables/organisations").status_code == 200
    assert seen.status_code == never.status_code == 404
    assert len(seen.content) == len(never.content)
    assert set(seen.headers) == set(never.headers)


def test_a_tag_of_one_program_tells_another_nothing(program, insider, done):
    path = f"/reports/{done.id}/tables"
    tag = insider.get(path).headers["ETag"]

    assert program.get(path, **{"If-None-Match": tag}).status_code == 200


def test_scope_is_not_widened_by_asking_twice(give, cast, done):
    given = give()
    answer = ask_for_token(given, "figures:read organisations:read")

    assert answer.status_code in {400, 401}
    assert Program(given).get("/organisations").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "o/token/",
        "o/authorize/",
        "o/applications/",
        "o/introspect/",
        "api/oauth/authorize",
        "api/oauth/revoke_token",
        "api/oauth/introspect",
        "api/oauth/.well-known/openid-configuration",
        ".well-known/oauth-authorization-server",
        "api/oauth/device-authorization",
        "api/oauth/token/",
        "api/v1/",
        "api/v1/reports/",
        "api/v1/reports.json",
    ],
)
def test_no_other_address_of_the_library_answers(client, path):
    assert client.get(f"/{path}").status_code == 404


def test_the_pages_to_try_it_on_ask_no_other_host(client):
    page = client.get("/api/docs/").content.decode()
    described = client.get(f"{V1}/openapi.json").content.decode()

    assert "swagger-ui" in page
    for text in (page, described):
        assert "https://" not in text.replace("https://json-schema.org", "")
