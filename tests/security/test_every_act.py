"""Every form there is: where it changes a row, it leaves an event (A07, SEC-04)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import resolve, reverse
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Client as Record
from msa.tenancy.context import use
from tests import databases
from tests.assessments.world import ASKED, survivor
from tests.cast import assemble
from tests.enquiries.conftest import with_slip
from tests.guards.routes import Route, routes
from tests.guards.url_matrix import rows
from tests.narratives.conftest import second_manager
from tests.security import (
    acting,
    acts_about_emails,  # noqa: F401
    acts_about_enquiries,  # noqa: F401  says what is sent
    acts_about_forms,  # noqa: F401
    acts_about_groups,  # noqa: F401
    acts_about_practice,  # noqa: F401
    acts_about_what_is_set_apart,  # noqa: F401
    acts_about_workload,  # noqa: F401
    acts_of_accounts,  # noqa: F401
    acts_of_letting_go,  # noqa: F401
    acts_of_outreach,  # noqa: F401
    acts_of_referring,  # noqa: F401
    acts_of_the_handbook,  # noqa: F401
    acts_while_writing,  # noqa: F401
    acts_without_consent,  # noqa: F401
)
from tests.security.acting import ACTS, Sent, World
from tests.security.acts_nationally import plant_reports
from tests.security.entering import owner_of

SITES = ("casework", "national")
_OWN_VISIT = "changes his own visit alone, and no row besides"
#: Forms that change no row but that of somebody's own visit, and so need no event.
CHANGES_NOTHING = {
    "account_login": "half a sign-in: with the second factor it is an event",
    "account_logout": _OWN_VISIT,
    "account_locked": _OWN_VISIT,
    "account_confirm": _OWN_VISIT,
    "account_resume": _OWN_VISIT,
    "account_stay": _OWN_VISIT,
    "account_passkey_ask": "asks what a device is to show",
    "account_passkey_offer": "asks what a device is to make",
    "account_passkey_offer_first": "asks what a device is to make",
    "check-in:order": "chooses the first language, in a cookie",
    "check-in:stop": "takes the check-in off the device; what he said is kept",
    "leave": _OWN_VISIT,
    "manager:search": "asks who a name may mean; the asking is an event",
    "manager:emergency-find": "leads to a record by its number; reading it is an event",
    "manager:enquiry-slip": "shows a slip; that it was opened is an event",
    "worker:enquiry-slip": "shows a slip; that it was opened is an event",
    "manager:person-set-apart-open": "shows it; that it was opened is an event",
    "worker:person-set-apart-open": "shows it; that it was opened is an event",
    "worker:drafts-begun": "asks what was begun; that it was opened is an event",
    "worker:group-meeting-begun": "asks what was begun; of whom is an event",
    "worker:group-meeting-new-begun": "asks what was begun, as the one before",
    "worker:draft-keys": "asks for keys that are made anew each time, and never stored",
    "worker:people-search": "asks who a name may mean; the asking is an event",
    "gallery": "shows the parts of pages, where there is a demo",
    "gallery-form": "shows the parts of pages, where there is a demo",
    "national:member": "there is one role, so nothing to change",
    "api-nothing": "says that there is nothing at this address",
}


def plain(where: str) -> list[str]:
    """Return the addresses of a site that take a form."""
    return sorted({name for site, name in ACTS if site == where})


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A committed world in a database that notes what is changed."""
    name = f"{databases.PREFIX}_acts_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        cast = assemble()
        him = survivor(cast.worker, *ASKED)
        built = World(cast, second_manager(cast), him, name)
        plant_reports(built)
        acting.note_changes(name)
        yield built
    databases.drop(name)


@pytest.fixture(params=SITES)
def where(request: pytest.FixtureRequest) -> Iterator[str]:
    name: str = request.param
    with override_settings(ROOT_URLCONF=f"msa.urls.{name}"):
        yield name


def sent(world: World, where: str, name: str) -> Sent | None:
    """Do one act, and undo it; return what came of it."""
    cache.clear()
    world.last, world.is_national = None, where == "national"
    with use(None), transaction.atomic():
        ACTS[where, name](world)
        transaction.set_rollback(True)
    return world.last


@pytest.mark.req("A07", "SEC-04")
def test_whatever_changes_a_row_leaves_an_event(world: World, where: str) -> None:
    silent, idle = [], []

    for name in plain(where):
        found = sent(world, where, name)
        if found is None or not found.was_taken or not found.changed:
            idle.append((name, found))
        elif not found.events:
            silent.append((name, sorted(found.changed)))

    # An act that changes nothing would prove nothing.
    assert idle == []
    assert silent == []


def takes_a_form(world: World, where: str, route: Route) -> bool:
    """Is a form sent to this address anything else than refused as a form?"""
    told = {name: _SOMETHING.get(name, uuid.uuid4()) for name in route.parameters}
    address = reverse(route.name, kwargs=told)
    program = getattr(resolve(address).func, "cls", None)
    if program is not None:
        # It asks for its token first, whatever is sent.
        return hasattr(program, "post")
    with use(None), transaction.atomic():
        answer = world.browser(owner_of(route, where)).post(address)
        transaction.set_rollback(True)
    return bool(answer.status_code != 405)


_SOMETHING = {
    "form": "session",
    "field": "domains",
    "number": 1,
    "secret": "never-made",
    "purpose": "sessions",
    "table": "people",
    "quarter": "2001Q1",
    "standard": "1.1",
}


@pytest.mark.req("A07")
def test_every_address_that_takes_a_form_is_walked(world: World, where: str) -> None:
    """A new form fails here until it has an act, or a reason why it needs none."""
    found = routes(f"msa.urls.{where}")

    taking = [route for route in found if takes_a_form(world, where, route)]

    known = {*plain(where), *CHANGES_NOTHING}
    unknown = {route.name for route in taking} - known

    assert len(taking) > 30
    assert unknown == set()
    assert set(plain(where)) <= set(rows(where))


def reference(world: World) -> str:
    """Return the number of his record."""
    with use(world.cast.worker.context):
        return str(Record.objects.get(subject=world.him).reference)


def addressed(world: World, route: Route) -> list[object]:
    """Return what goes into an address, so that something is really there."""
    if route.name.endswith(":enquiry-slip"):
        return [with_slip(world.cast.worker)]
    known = {"subject": world.him, "form": "session"}
    return [known.get(name, world.cast.releaser.member) for name in route.parameters]


@pytest.mark.req("A07")
def test_what_needs_no_event_changes_nothing(world: World, where: str) -> None:
    found = {route.name: route for route in routes(f"msa.urls.{where}")}
    changed = {}

    for name in CHANGES_NOTHING.keys() & found.keys():
        sent = {"q": "hem", "order": "en", "roles": "national"}
        with use(None), transaction.atomic():
            sent["reference"] = reference(world)
            told = addressed(world, found[name])
            world.post(owner_of(found[name], where), name, *told, **sent)
            transaction.set_rollback(True)
        assert world.last is not None
        changed[name] = world.last.changed - {"accounts_session"}

    assert {name for name, tables in changed.items() if tables} == set()
