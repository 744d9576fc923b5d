"""Asking every address as everybody, with objects that are theirs and that are not."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from msa.accounts.actor import Actor
from msa.accounts.models import Person
from tests.databases import superuser
from tests.guards.routes import Route, routes
from tests.guards.url_matrix import CAST, Row, rows
from tests.security.stage import Stage

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
OBJECTS = ("own", "colleagues", "foreign", "absent")
#: What else a request may say: none of it changes who may do what.
VARIANTS: dict[str, dict[str, str]] = {
    "plain": {},
    "in part": {"HX-Request": "true"},
    "in disguise": {"X-HTTP-Method-Override": "DELETE"},
}
#: Whose the objects are, and in which area.
WHOSE: dict[str, dict[str, str]] = {
    "colleagues": {"colleague": "worker", "manager": "manager"},
    "foreign": {"outsider": "worker", "outside_manager": "manager"},
    "absent": {},
}
#: The area that somebody's role has.
HOME = {
    **dict.fromkeys(("worker", "colleague", "outsider"), "worker"),
    **dict.fromkeys(("manager", "outside_manager"), "manager"),
    "admin": "admin",
    "compiler": "national",
}
#: Some pages are for those who showed a second factor within five minutes.
FRESH_SECONDS = 4 * 60
#: Whoever is signed out by a page is signed in again for the next probe.
ENDS_THE_SESSION = {"leave", "account_logout"}


@dataclass(frozen=True, slots=True)
class Probe:
    """One question: who asks how for what, and whether the matrix lets him."""

    route: Route
    method: str
    who: str
    objects: str
    status: int
    variant: str = "plain"

    @property
    def may(self) -> bool:
        """Does the matrix let him have this page for this object?"""
        return self.who != "anonymous" and self.status != 404

    @property
    def is_elsewhere(self) -> bool:
        """Is the page in an area of a role that he, who is signed in, has not?"""
        areas = {*HOME.values()} - {HOME.get(self.who)}
        return self.status == 404 and self.route.area in areas

    @property
    def harmless(self) -> bool:
        """Asking it changes nothing even if he may."""
        return self.method in SAFE or not self.may or not self.route.area


def probes(site: str) -> list[Probe]:
    """Return every probe of a site, the permitted changes left out."""
    matrix = rows(site)
    return [
        probe
        for route in routes(f"msa.urls.{site}")
        for probe in _of(route, matrix[route.name])
        if probe.harmless
    ]


def _of(route: Route, row: Row) -> Iterator[Probe]:
    about_somebody = {"subject", "session", "pk"} & set(route.parameters)
    for method in METHODS:
        for who in CAST:
            for objects in OBJECTS if about_somebody else ("own",):
                status = _status(route, row, who, objects)
                for variant in VARIANTS:
                    yield Probe(route, method, who, objects, status, variant)


def _status(route: Route, row: Row, who: str, objects: str) -> int:
    """Return what a GET is answered; another's object is as one that never was."""
    if objects == "own" or who == "anonymous" or row[who] in {401, 405}:
        return row[who]
    # In their own area the others have the page that the worker or manager has.
    if WHOSE[objects].get(who) == route.area:
        return row[route.area]
    return 404


def sample(every: list[Probe], size: int) -> list[Probe]:
    """Return some probes: each route with each person, each method, each object."""
    mixed = random.Random(1).sample(every, len(every))
    met: set[object] = set()
    chosen: list[Probe] = []
    # Whatever shows most that is new comes first, so that as few as can be show all.
    for new in (3, 2, 1):
        for probe in mixed:
            pairs = {
                (probe.route, told) for told in (probe.who, probe.method, probe.objects)
            }
            if len(pairs - met) >= new:
                chosen.append(probe)
                met |= pairs
    return list(dict.fromkeys([*chosen, *mixed[:size]]))


def address(stage: Stage, probe: Probe) -> str:
    """Return the address a probe asks for."""
    survivor = getattr(stage, probe.objects, None)
    known = {
        "subject": survivor.subject if survivor else uuid.uuid4(),
        "session": survivor.session if survivor else uuid.uuid4(),
        "pk": uuid.uuid4(),
        "number": 1,
        "secret": "never-made",
        "handle": uuid.uuid4(),
        "purpose": "sessions",
        "member": stage.cast.colleague.member,
        "part": "needs",
        "move": "pause",
        "written": "identity",
        "table": "people",
        "form": "session",
        "field": "domains",
        "quarter": "2001Q1",
        "standard": "1.1",
        "action": uuid.uuid4(),
        "file": uuid.uuid4(),
        "membership": uuid.uuid4(),
        "met": uuid.uuid4(),
        "facilitator": uuid.uuid4(),
    }
    told = {name: known[name] for name in probe.route.parameters}
    return reverse(probe.route.name, kwargs=told)


class Browsers:
    """One signed-in browser for each member of the cast."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._open: dict[str, Client] = {}
        self._since = time.monotonic()
        for who in CAST:
            self.of(who)

    def ask(self, probe: Probe) -> HttpResponse:
        """Return the answer to a probe."""
        browser = self.of(probe.who)
        # The sweep looks behind links more often than anybody may.
        cache.clear()
        if probe.route.name in ENDS_THE_SESSION:
            del self._open[probe.who]
        response: HttpResponse = browser.generic(
            probe.method,
            address(self.stage, probe),
            headers=VARIANTS[probe.variant],
        )
        return response

    def of(self, who: str) -> Client:
        """Return somebody's browser."""
        if time.monotonic() - self._since > FRESH_SECONDS:
            self._open, self._since = {}, time.monotonic()
        if who not in self._open:
            browser = Client(raise_request_exception=False)
            if who != "anonymous":
                _sign_in(browser, getattr(self.stage.cast, who))
            self._open[who] = browser
        return self._open[who]


def _sign_in(browser: Client, actor: Actor) -> None:
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


def not_for(stage: Stage, who: str) -> tuple[str, ...]:
    """Return the words that somebody must not be shown, whatever he asks for."""
    own, colleagues, foreign = stage.own, stage.colleagues, stage.foreign
    visible: dict[str, tuple[str, ...]] = {
        "worker": own.words,
        "colleague": colleagues.words,
        "outsider": foreign.words,
        # Without the supervision consent the manager reads no words of sessions.
        "manager": own.words[:-1] + colleagues.words[:-1],
        "outside_manager": foreign.words[:-1],
    }
    every = own.words + colleagues.words + foreign.words
    return tuple(word for word in every if word not in visible.get(who, ()))


def state(stage: Stage) -> dict[str, str]:
    """Return a fingerprint of each table that a page could change."""
    # A sign-in is dated; whoever a page signs out is signed in again; whoever asks for
    # recovery codes is given his own.
    passing = {
        "accounts_person",
        "accounts_session",
        "mfa_authenticator",
        "audit_event",
        "audit_link",
        "audit_head",
        "audit_receipt",
    }
    with superuser(stage.database) as admin:
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {
            str(table): str(
                admin.execute(
                    f"SELECT md5(string_agg(t::text, '' ORDER BY t::text))"
                    f" FROM {table} t".encode()
                ).fetchone()
            )
            for (table,) in tables
            if table not in passing
        }
