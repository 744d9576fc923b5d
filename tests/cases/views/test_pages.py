"""What all of the worker's pages have in common."""

from __future__ import annotations

import re
import uuid
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from consent.enums import Purpose
from consent.services import consents
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import begun, logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn

#: Pages about one person, all but those that stand when his record is sealed.
ABOUT_HIM = [
    "person",
    "person-identity",
    "person-contact",
    "session-new",
]
KEPT_WHEN_SEALED = ["person-consent"]
NAME = "Hēmi Tūhoro"


def urls(subject: UUID) -> list[str]:
    """Return the addresses of all pages about one person."""
    about = [
        reverse(f"worker:{name}", args=[subject])
        for name in ABOUT_HIM + KEPT_WHEN_SEALED
    ]
    acts = [
        reverse(f"worker:{name}", args=[subject, "sessions"])
        for name in ("consent-give", "consent-withdraw")
    ]
    return [*about, *acts, reverse("worker:person-start", args=[subject])]


@pytest.mark.parametrize("name", ["today", "people", "person-new"])
def test_a_page_of_his_own_opens(cast: Cast, sign_in: SignIn, name: str) -> None:
    assert sign_in(cast.worker).get(reverse(f"worker:{name}")).status_code == 200


@pytest.mark.parametrize("actor", ["manager", "admin", "compiler"])
@pytest.mark.parametrize("name", ["today", "people", "person-new"])
def test_a_page_is_not_there_in_another_role(
    cast: Cast, sign_in: SignIn, name: str, actor: str
) -> None:
    browser = sign_in(getattr(cast, actor))

    assert browser.get(reverse(f"worker:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["today", "people", "person-new"])
def test_without_signing_in_there_is_only_the_door(
    cast: Cast, client: Client, name: str
) -> None:
    response = client.get(reverse(f"worker:{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("actor", ["colleague", "outsider", "manager"])
def test_a_foreign_person_is_the_same_page_as_an_absent_one(
    cast: Cast, sign_in: SignIn, hemi: UUID, actor: str, method: str
) -> None:
    browser = sign_in(getattr(cast, actor))
    ask = getattr(browser, method)
    absent = ask(reverse("worker:person-identity", args=[uuid.uuid4()]))
    assert absent.status_code == 404

    for url in urls(hemi):
        response = ask(url)
        if response.status_code == 405:
            continue
        assert (url, response.status_code) == (url, 404)
        assert response.content == absent.content


def test_a_sealed_person_is_the_same_page_as_an_absent_one(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    absent = browser.get(reverse("worker:person", args=[uuid.uuid4()]))
    assert b"H\xc4\x93mi" in browser.get(urls(hemi)[0]).content
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    for name in ABOUT_HIM:
        response = browser.get(reverse(f"worker:{name}", args=[hemi]))
        assert (name, response.status_code) == (name, 404)
        assert response.content == absent.content


def titles_and_urls(browser: Client, worker: Actor) -> list[tuple[str, str]]:
    subject = person(worker, NAME)
    session = logged(worker, subject, body="words")
    empty = begun(worker)
    addresses = [
        reverse("worker:today"),
        reverse("worker:people"),
        reverse("worker:person", args=[subject]),
        reverse("worker:person-identity", args=[subject]),
        reverse("worker:person-contact", args=[subject]),
        reverse("worker:person-consent", args=[subject]),
        reverse("worker:session-new", args=[subject]),
        reverse("worker:session", args=[subject, session]),
        reverse("worker:person-start", args=[empty]),
    ]
    found = []
    for address in addresses:
        page = browser.get(address)
        assert page.status_code == 200
        html = page.content.decode()
        title = re.search("<title>(.*?)</title>", html, re.DOTALL)
        assert title
        links = " ".join(re.findall('(?:href|action)="([^"]*)"', html))
        found.append((title[1], links))
    return found


@pytest.mark.req("UI-W12")
def test_no_title_and_no_address_holds_a_name(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.worker)
    found = titles_and_urls(browser, cast.worker)
    assert NAME in browser.get(reverse("worker:today")).content.decode()

    for title, links in found:
        assert not re.search("H.mi|T.horo|%", title + links)


@pytest.mark.req("UI-W12")
def test_a_search_puts_no_name_into_the_address(cast: Cast, sign_in: SignIn) -> None:
    person(cast.worker, NAME)

    response = sign_in(cast.worker).post(reverse("worker:people-search"), {"q": "hem"})

    assert NAME in response.content.decode()
    assert response.request["QUERY_STRING"] == ""


@pytest.mark.req("UI-W10")
def test_optional_fields_say_so_and_none_is_starred(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    for name in ("session-new", "person-identity", "person-contact"):
        html = browser.get(reverse(f"worker:{name}", args=[hemi])).content.decode()
        assert "(optional)" in html
        assert "*" not in re.sub("<script.*?</script>", "", html, flags=re.DOTALL)
