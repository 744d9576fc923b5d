"""Fixtures: a database server that may be stopped, and somebody at work on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from msa.web import outages
from tests.conftest import SignIn
from tests.reliability.browsers import Browser, tab_of
from tests.reliability.server import NAME, Server, running
from tests.security.sites import site
from tests.security.stage import Stage, set_up


@pytest.fixture(scope="session")
def server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Server]:
    """A PostgreSQL of the tests' own, with the product's database."""
    with running() as own:
        yield own


@pytest.fixture(scope="session")
def staged(server: Server, django_db_blocker: DjangoDbBlocker) -> Stage:
    """A small world on that server."""
    with django_db_blocker.unblock(), server.used():
        return set_up(NAME)


@pytest.fixture
def at_work(
    server: Server,
    staged: Stage,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Stage]:
    """The world, with Django's connections leading to it."""
    # A busy machine takes long to start a server.
    monkeypatch.setattr(outages, "_TRIES", 20)
    with django_db_blocker.unblock(), server.used():
        yield staged


@pytest.fixture
def browser(at_work: Stage, sign_in: SignIn) -> Iterator[Browser]:
    """The peer worker's browser, on the casework site of the own server."""
    with site("casework", NAME):
        yield tab_of(sign_in(at_work.cast.worker))
