"""The page for when there is no connection, and how far it reaches (UI-W6, UI-S7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from msa.web import offline
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("msa.urls.casework")
PLACES = tuple(f"{place}/" for place in offline.PLACES)


def addresses(area: str, patterns: list[URLPattern | URLResolver]) -> set[str]:
    """Return how the addresses of one area, or of all that is none, begin."""
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            if (one.namespace or "") == area:
                inner = addresses("", one.url_patterns)
                found |= {f"{one.pattern}{address}" for address in inner}
        elif not area:
            found.add(str(one.pattern))
    return found


@pytest.mark.req("UI-W6")
def test_every_page_of_a_worker_is_reached() -> None:
    worker = addresses("worker", get_resolver().url_patterns)
    # Nobody opens these: a page asks for them by itself.
    pages = {one for one in worker if not one.startswith("drafts/")}

    assert len(pages) > 30
    assert [one for one in pages if not one.startswith(PLACES)] == []


@pytest.mark.req("UI-S7")
@pytest.mark.parametrize("area", ["", "check-in", "manager", "admin"])
def test_no_other_page_is_reached(area: str) -> None:
    found = addresses(area, get_resolver().url_patterns)
    scripts = {f"{place}offline.js" for place in PLACES}

    assert found
    assert [one for one in found - scripts if one.startswith(PLACES)] == []


@pytest.mark.req("UI-W6")
@pytest.mark.parametrize("place", offline.PLACES)
def test_a_script_reaches_no_further_than_where_it_lies(
    client: Client, place: str
) -> None:
    answer = client.get(f"/{place}/offline.js")

    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Service-Worker-Allowed" not in answer.headers


@pytest.mark.req("UI-W6")
def test_the_page_is_the_same_bytes_for_everybody(
    client: Client, cast: Cast, sign_in: SignIn
) -> None:
    signed_in = sign_in(cast.worker)
    assert cast.worker.name.encode() in signed_in.get("/today/").content

    told = signed_in.get(reverse("offline"))

    assert told.content == client.get(reverse("offline")).content
    assert cast.worker.name.encode() not in told.content
    assert b"csrfmiddlewaretoken" not in told.content
    assert b"<title>Notebook</title>" in told.content
    assert told.cookies == {}


@pytest.mark.req("UI-W6")
def test_only_pages_of_a_worker_may_begin_a_script(
    cast: Cast, sign_in: SignIn, client: Client
) -> None:
    answers = {
        "worker": sign_in(cast.worker).get("/today/"),
        "manager": sign_in(cast.manager).get("/manage/"),
        "survivor": client.get("/check-in/"),
        "anybody": client.get("/"),
    }

    policies = {
        who: answer.headers["Content-Security-Policy"].split("; ")
        for who, answer in answers.items()
    }
    assert {who for who, one in policies.items() if "worker-src 'self'" in one} == {
        "worker"
    }
    assert sum("worker-src 'none'" in one for one in policies.values()) == 3
    kept = {who for who, one in answers.items() if b"data-places" in one.content}
    assert kept == {"worker"}


@pytest.mark.req("UI-W6")
def test_where_one_signs_in_the_page_is_taken_off_the_device(client: Client) -> None:
    for address in ("/", "/accounts/login/"):
        page = client.get(address).content
        assert b"js/shell.js" in page
        assert b"data-places" not in page


@pytest.mark.req("UI-W6")
def test_another_release_has_another_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = offline.offline_parts()["version"]
    sheet = tmp_path / "base.css"
    sheet.write_text("body { color: red }")
    find = finders.find
    monkeypatch.setattr(
        finders, "find", lambda name: str(sheet) if "base.css" in name else find(name)
    )
    offline._version.cache_clear()

    after = offline.offline_parts()["version"]

    offline._version.cache_clear()
    assert before != after


@pytest.mark.urls("msa.urls.national")
@pytest.mark.parametrize("address", ["/offline/", "/today/offline.js"])
def test_the_national_site_has_none(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404
