"""A country with a released report, and programs that may read it."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from msa.tenancy.context import use
from reporting.funders.enums import Scope
from reporting.funders.services import access
from reporting.funders.services.access import Given
from reporting.quarters import Quarter
from tests.databases import superuser
from tests.reporting.conftest import (  # noqa: F401  fixtures that others build on
    built,
    country,
    module_cast,
    released,
)

V1 = "/api/v1"
Give = Callable[..., Given]


class Program:
    """A funder's program with a token: it asks as curl would."""

    def __init__(self, given: Given, scope: str = "") -> None:
        self.given = given
        answer = ask_for_token(given, scope)
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]

    def get(self, path: str, **headers: str) -> Any:
        """Return the answer to a GET of a path below ``/api/v1``."""
        return self.ask("get", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> Any:
        """Return the answer to a request with any method."""
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        return getattr(Browser(), method)(f"{V1}{path}", headers=sent)

    def rows(self, path: str) -> list[dict[str, Any]]:
        """Return every row, page after page."""
        found, url = [], f"{V1}{path}"
        while url:
            page = (
                Browser()
                .get(url, headers={"Authorization": f"Bearer {self.token}"})
                .json()
            )
            found += page["results"]
            url = page["next"]
        return found


def ask_for_token(given: Given, scope: str = "", **more: Any) -> Any:
    """Return the answer of the token address to this client's id and secret."""
    shown = f"{given.client.client_id}:{given.secret}".encode()
    asked = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    return Browser().post(
        "/api/oauth/token",
        asked,
        headers={"Authorization": f"Basic {base64.b64encode(shown).decode()}"},
        **more,
    )


def as_superuser(statement: str, *values: object) -> None:
    """Run a statement as somebody whom no policy holds back."""
    with superuser(connection.settings_dict["NAME"]) as admin:
        admin.execute(statement.encode(), values)


@pytest.fixture(autouse=True)
def national_site(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "msa.urls.national"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def cast(country: Any) -> Any:  # noqa: F811
    return country[0]


@pytest.fixture(scope="module")
def done(country: Any) -> Any:  # noqa: F811
    return released(country[0], Quarter(2025, 3))


@pytest.fixture
def give(cast: Any) -> Give:
    """Return a function that gives a program access."""

    def given(name: str = "", **more: Any) -> Given:
        now = timezone.now()
        asked = {
            "name": name or f"Program {now.timestamp()}",
            "scopes": [Scope.READ],
            "expires_at": now + timedelta(days=30),
            "at": now,
            **more,
        }
        with use(cast.compiler.context), transaction.atomic():
            return access.give(cast.compiler, **asked)

    return given


@pytest.fixture
def program(give: Give) -> Program:
    """A program that reads national figures."""
    return Program(give())


@pytest.fixture
def insider(give: Give) -> Program:
    """A program whose contract names one organisation."""
    return Program(
        give(scopes=[Scope.READ, Scope.ORGANISATIONS], organisations=["kauri"])
    )


@pytest.fixture
def within_a_minute() -> None:
    """Wait for the next minute if this one ends soon: calls are counted by minutes."""
    left = 60 - time.time() % 60
    if left < 8:
        time.sleep(left)
