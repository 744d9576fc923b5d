"""No act without its event: what can't be recorded isn't done (A07).

The disk of the audit is full, its table is locked, or its chain can't be written when
the transaction ends: each act is refused whole, the page says so, and what was typed
waits in the sender's session.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.databases import as_login, superuser
from tests.security.probes import Browsers, state
from tests.security.sites import site
from tests.security.stage import Stage, set_up

WORDS = "Kererū in the rata tree"
HOW = {
    "age": "ADULT",
    "given": "PAPER",
    "kept_where": "Cabinet 2",
    "given_on": "1/8/2026",
}


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """A committed stage that the tests of this file write to."""
    name = f"{databases.PREFIX}_written_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    with django_db_blocker.unblock(), databases.pointed_at(name):
        built = set_up(name)
    yield built
    databases.drop(name)


@pytest.fixture
def stage(written: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), site("casework", written.database):
        yield written


@pytest.fixture
def browsers(stage: Stage) -> Browsers:
    return Browsers(stage)


ABOUT_NOBODY = {
    "worker:person-new",
    "manager:standards-start",
    "manager:breach-new",
    "admin:invite",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One form that somebody sends, about his own survivor where it is about one."""

    who: str
    name: str
    fields: dict[str, str]
    purpose: str = ""

    def send(self, stage: Stage, browser: Client) -> Any:
        about = [] if self.name in ABOUT_NOBODY else [stage.own.subject]
        told = [*about, self.purpose] if self.purpose else about
        fields = dict(self.fields)
        if self.name == "manager:assign":
            fields["to"] = str(stage.cast.colleague.member)
        if self.name == "manager:breach-new":
            fields["member"] = str(stage.cast.worker.member)
        return browser.post(reverse(self.name, args=told), fields)


ACTS = [
    Act(
        "worker",
        "worker:person-new",
        {"id": str(uuid.uuid4()), "RECORD": "yes", "SESSIONS": "no", "STATISTICS": "no"}
        | HOW,
    ),
    Act(
        "worker",
        "worker:person-identity",
        {"revision": "1", "name": "Hēmi", "gender": "", "pronouns": WORDS},
    ),
    Act(
        "worker",
        "worker:person-contact",
        {"revision": "1", "phone": "021 555 0199", "phone_safe": "on"},
    ),
    Act(
        "worker",
        "worker:person-support",
        {"revision": "0", "rows": "2", "name_0": WORDS, "relation_0": "Friend"},
    ),
    Act(
        "worker",
        "worker:session-new",
        {
            "id": str(uuid.uuid4()),
            "when": timezone.localdate().isoformat(),
            "mode": "IN_PERSON",
            "kind": "ONE_TO_ONE",
            "length": "60",
            "body": WORDS,
        },
    ),
    Act("worker", "worker:consent-give", HOW, "supervision"),
    Act("worker", "worker:consent-give", HOW, "assessment"),
    Act("worker", "worker:check-in-not-now", {"ask_again": "yes"}),
    Act("worker", "worker:consent-withdraw", {}, "statistics"),
    Act(
        "worker",
        "worker:disclosure-new",
        {
            "id": str(uuid.uuid4()),
            "ground": "CHILD",
            "reason": WORDS,
            "recipient": WORDS,
            "recipient_role": WORDS,
            "told": WORDS,
            "could_wait": "no",
            "told_on": "1/8/2026",
        },
    ),
    Act("manager", "manager:emergency-new", {"ground": "CHILD", "reason": WORDS}),
    Act("manager", "manager:assign", {}),
    Act(
        "manager",
        "manager:standards-start",
        {"starts_on": "1 July 2026", "ends_on": "30/6/2027"},
    ),
    Act(
        "manager",
        "manager:breach-new",
        {
            "from_day": "1/8/2026",
            "to_day": "2/8/2026",
            "noticed_day": "3/8/2026",
            "noticed_time": "09:30",
        },
    ),
    Act(
        "admin",
        "admin:invite",
        {"email": "new@kauri.example", "roles": "worker"},
    ),
]


@contextmanager
def failing(stage: Stage, table: str, *, when: str = "BEFORE INSERT") -> Iterator[None]:
    """Let every insert into a table fail as on a full disk."""
    with superuser(stage.database) as admin:
        admin.execute(
            "CREATE OR REPLACE FUNCTION public.disk_is_full() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file'"
            " USING ERRCODE = '53100'; END $$"
        )
        admin.execute(
            f"CREATE TRIGGER aa_full {when} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION public.disk_is_full()".encode()
        )
        try:
            yield
        finally:
            admin.execute(f"DROP TRIGGER aa_full ON {table}".encode())


def is_held(browser: Client) -> bool:
    return bool(browser.session.get("held", {}).get("fields") is not None)


@pytest.mark.req("A07", "SEC-04")
@pytest.mark.parametrize("full", ["audit_event", "audit_link"])
def test_on_a_full_disk_every_act_is_refused_whole(
    stage: Stage, browsers: Browsers, full: str
) -> None:
    """Event by event, and again where only the chain at the commit can't be written."""
    before = state(stage)
    answers = {}

    with failing(stage, full):
        for act in ACTS:
            answers[act.name + act.purpose] = act.send(stage, browsers.of(act.who))

    assert {name: a.status_code for name, a in answers.items()} == dict.fromkeys(
        answers, 503
    )
    assert state(stage) == before
    assert all(is_held(browsers.of(who)) for who in ("worker", "manager", "admin"))


@pytest.mark.req("A07")
def test_the_page_says_so_and_keeps_what_was_typed(
    stage: Stage, browsers: Browsers
) -> None:
    log = next(act for act in ACTS if act.name == "worker:session-new")

    with failing(stage, "audit_event"):
        answer = log.send(stage, browsers.of("worker"))

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 503, page
    assert "What you just sent is kept" in page
    assert WORDS not in page
    kept = dict(browsers.of("worker").session["held"]["fields"])
    assert kept["body"] == WORDS


@contextmanager
def locked(stage: Stage, table: str) -> Iterator[None]:
    with psycopg.connect(superuser_address(stage)) as holder:
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())
        yield
        holder.rollback()


@pytest.fixture
def impatient(stage: Stage) -> Iterator[None]:
    """Let the casework's login give up soon; see the test of how long it waits."""
    login = f'ALTER ROLE msa_app IN DATABASE "{stage.database}"'
    with superuser(stage.database) as admin:
        admin.execute(f"{login} SET lock_timeout = '300ms'".encode())
    connection.close()
    yield
    with superuser(stage.database) as admin:
        admin.execute(f"{login} RESET lock_timeout".encode())
    connection.close()


def superuser_address(stage: Stage) -> str:
    with superuser(stage.database) as admin:
        info = admin.info
        return (
            f"host={info.host} port={info.port} user={info.user}"
            f" password={info.password} dbname={info.dbname}"
        )


@pytest.mark.req("A07", "SEC-04")
@pytest.mark.parametrize("table", ["audit_event", "audit_head"])
def test_while_the_audit_is_locked_an_act_is_refused_whole(
    stage: Stage, browsers: Browsers, impatient: None, table: str
) -> None:
    log = next(act for act in ACTS if act.name == "worker:session-new")
    browser = browsers.of("worker")
    before = state(stage)

    with locked(stage, table):
        answer = log.send(stage, browser)

    assert answer.status_code == 503
    assert state(stage) == before
    assert is_held(browser)


@pytest.mark.req("A07")
@pytest.mark.parametrize("login", ["msa_app", "msa_national"])
def test_nobody_waits_for_a_locked_audit_for_ever(stage: Stage, login: str) -> None:
    with as_login(login, stage.database) as product:
        (patience,) = product.execute("SHOW lock_timeout").fetchone() or ("",)

    # A statement's own limit ends before the commit, when the chain is written.
    assert patience == "10s"


@pytest.mark.req("A07")
def test_a_record_that_cant_be_noted_as_opened_stays_closed(
    stage: Stage, browsers: Browsers
) -> None:
    address = reverse("worker:person", args=[stage.own.subject])
    name, *_ = stage.own.words
    assert name in browsers.of("worker").get(address).content.decode()

    with failing(stage, "audit_event"):
        answer = browsers.of("worker").get(address)

    assert answer.status_code == 503
    assert name not in answer.content.decode()


@pytest.mark.req("A07")
def test_each_of_these_acts_is_done_when_it_can_be_recorded(
    stage: Stage, browsers: Browsers
) -> None:
    """Last in this file: it proves that there was something to refuse."""
    unchanged: list[str] = []
    for act in ACTS:
        before = state(stage)
        answer = act.send(stage, browsers.of(act.who))
        if answer.status_code >= 400 or state(stage) == before:
            unchanged.append(f"{act.name} {answer.status_code}")

    assert unchanged == []
