"""Fixtures: a database of its own for each process, the cast, signed-in browsers."""

from __future__ import annotations

import gc
import os
import time
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from msa.tenancy.context import use
from msa.vault.keys import forget_organisation_keys
from tests import databases
from tests.cast import Cast, assemble
from tests.guards.catalogue import Connection

SignIn = Callable[[Actor], Client]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-reference",
        action="store_true",
        help="write docs/reference anew from what the tests find",
    )


def pytest_collection_finish() -> None:
    """Never look again through what stays until the end: a fifteenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    quick_beginnings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    """Replace Django's test database: ours is migrated as the owner, the cast in it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{databases.PREFIX}_{worker}_{os.getpid()}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == (name,)
        yield assemble()
    databases.drop(name)


@pytest.fixture(scope="session", autouse=True)
def quick_beginnings() -> Iterator[None]:
    """Hash the cast's passwords in a moment, and list no static files for a client."""
    with override_settings(
        PASSWORD_HASHERS=["tests.cast.QuickArgon2"], WHITENOISE_AUTOREFRESH=True
    ):
        yield


@pytest.fixture
def cast(db: None, django_db_setup: Cast) -> Cast:
    """The cast; what a test changes of it goes with the test's own transaction."""
    forget_organisation_keys()  # as if these organisations had just been founded
    return deepcopy(django_db_setup)


@pytest.fixture
def catalogue(db: None) -> Iterator[Connection]:
    """A superuser's transaction in this process's test database, never committed."""
    with databases.superuser(str(connection.settings_dict["NAME"])) as admin:
        admin.autocommit = False
        yield admin
        admin.rollback()


@pytest.fixture
def live(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A committed database of its own, for tests with several connections."""
    name = f"{databases.PREFIX}_live_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        yield name
    databases.drop(name)


@pytest.fixture
def live_cast(live: str) -> Cast:
    """The cast, committed in a live database."""
    return assemble()


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Return a function that signs an actor in, second factor included."""

    def signed_in(actor: Actor) -> Client:
        browser = Client(headers={"accept-language": "en-NZ"})
        with use(None):
            browser.force_login(
                Person.objects.get(id=actor.person),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
            session = browser.session
            session["account_authentication_methods"] = [
                {"method": "password"},
                {"method": "mfa", "type": "totp", "at": time.time()},
            ]
            session.save()
        return browser

    return signed_in
