from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

import reporting.tasks  # noqa: F401  registers the handlers, as a worker does
from consent.services.organisations import found_organisation
from msa.jobs.running import run
from msa.tenancy.context import Context, use
from reporting.enums import Kind
from reporting.models import Report
from reporting.quarters import Quarter
from reporting.queries import reports as queries
from reporting.services import reports as services
from tests import databases
from tests.cast import NOW, Cast, assemble
from tests.reporting import world

#: The first day of a world of two years, up to the end of September 2026.
FIRST_DAY, DAYS = date(2024, 10, 1), 730
#: The last quarter of that world.
LAST = Quarter(2026, 3)
#: When reports of that world are made: the third quarter of 2026 has closed.
LATER = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


@contextmanager
def builder(cast: Cast) -> Iterator[None]:
    """Act as the report builder, asked by the national body's compiler."""
    asked_by = cast.compiler
    with use(Context(asked_by.organisation, asked_by.person, "reporting")):
        yield


@pytest.fixture(scope="module")
def module_cast(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    """The cast, committed in a database that all tests of a module share."""
    name = f"{databases.PREFIX}_live_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    # Outside a transaction the sites' logins are whoever signs people in.
    with databases.superuser() as admin:
        admin.execute(f'ALTER ROLE msa_test IN DATABASE "{name}" SET role = msa_signin')
    with django_db_blocker.unblock(), databases.pointed_at(name):
        yield assemble()
    databases.drop(name)


@pytest.fixture(scope="module")
def country(module_cast: Cast) -> tuple[Cast, list[world.Man]]:
    """Three organisations of seventy men in a committed database, for a module."""
    return module_cast, populate(module_cast)


def populate(cast: Cast) -> list[world.Man]:
    """Store three organisations of seventy men and return the men."""
    totara = found_organisation(code="totara", name="Tōtara Men's Support", at=NOW)
    ids = [cast.kauri.id, cast.rimu.id, totara.id]
    men = world.made_up(ids, each=70, start=FIRST_DAY, days=DAYS, seed=7)
    world.store(men)
    return men


def do_jobs(cast: Cast) -> None:
    """Do every waiting job, as the report builder's worker would."""
    with builder(cast):
        while run("reports"):
            pass


def built(cast: Cast, quarter: Quarter = LAST, kind: Kind = Kind.OPERATIONAL) -> Report:
    """Return a quarter's draft, compiled by the cast's compiler."""
    with use(cast.compiler.context), transaction.atomic():
        started = services.start(cast.compiler, kind, quarter, at=LATER).report
    do_jobs(cast)
    return read(cast, started.id)


def released(
    cast: Cast, quarter: Quarter = LAST, kind: Kind = Kind.OPERATIONAL
) -> Report:
    """Return a quarter's released report with its files."""
    draft = built(cast, quarter, kind)
    with use(cast.releaser.context):
        services.release(cast.releaser, draft.id, at=LATER)
    do_jobs(cast)
    return read(cast, draft.id)


def read(cast: Cast, pk: uuid.UUID) -> Report:
    """Return a report as it stands now."""
    with use(cast.compiler.context), transaction.atomic():
        return queries.report(cast.compiler, pk)
