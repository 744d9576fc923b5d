"""Fixtures: a stage for the whole run, and one of a test's own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.security.stage import Stage, set_up

#: The nightly size of the random attacks; each change runs a sample.
EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"


@pytest.fixture(autouse=True)
def uncounted() -> None:
    """Forget who has tried too often: an attack before this one is no part of it."""
    cache.clear()


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """A committed stage that tests look at and leave as it is."""
    name = f"{databases.PREFIX}_stage_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        built = set_up(name)
    yield built
    databases.drop(name)


@pytest.fixture
def on_stage(stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The shared stage, with Django's default connection pointed at it."""
    with django_db_blocker.unblock(), databases.pointed_at(stage.database):
        yield stage


@pytest.fixture
def live_stage(live: str) -> Stage:
    """A stage of this test's own, to be damaged."""
    return set_up(live)


@pytest.fixture
def attempts() -> Callable[[int, int], int]:
    """Return how many attempts to make: ``attempts(each_change, each_night)``."""
    return lambda fast, full: full if EXHAUSTIVE else fast
