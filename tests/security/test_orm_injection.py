"""No parameter, cursor or order of an address reaches a query as more than a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connections
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from cases.names import search_key
from tests.databases import superuser
from tests.guards.routes import routes
from tests.security import injections
from tests.security.entering import entered, owner_of
from tests.security.probes import ENDS_THE_SESSION, Probe, address, not_for
from tests.security.sites import site
from tests.security.stage import Stage, found_in

SITES = ("casework", "national")
Attempts = Callable[[int, int], int]
#: Every name that a page reads from its address.
READ = (
    *("after", "older", "worker", "waiting", "quiet", "state", "quarter", "by", "to"),
    *("next", "member", "limit", "cursor", "kind", "period", "format", "over", "q"),
)
_ID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: What the marks look like that end each name here.
_MARK = re.compile(r"[0-9a-f]+")
#: What else than a UUID stands in an address, and what Django lets in there.
WORDS = ("quarter", "table", "standard", "purpose", "secret", "number")


@pytest.fixture(params=SITES)
def where(
    request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    name: str = request.param
    with django_db_blocker.unblock(), site(name, stage.database):
        yield name


@contextmanager
def sql_errors() -> Iterator[list[str]]:
    """Collect what any statement of a request fails with, whoever catches it."""
    found: list[str] = []

    def watched(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except Exception as fault:
            found.append(f"{type(fault).__name__}: {fault}")
            raise

    with ExitStack() as scope:
        for connection in connections.all():
            scope.enter_context(connection.execute_wrapper(watched))
        yield found


@pytest.fixture(scope="module")
def known(stage: Stage) -> frozenset[bytes]:
    """The id of every row that there is."""
    with superuser(stage.database) as admin:
        tables = admin.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND a.attname = 'id'"
            " AND a.atttypid = 'uuid'::regtype"
            " AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
        ids = [
            str(row[0]).encode()
            for (table,) in tables
            for row in admin.execute(f"SELECT id FROM {table}".encode()).fetchall()
        ]
    return frozenset(ids)


class Asking:
    """One page as its owner: what it shows plainly, and what hostile addresses get."""

    def __init__(self, stage: Stage, who: str, known: frozenset[bytes]) -> None:
        self.stage, self.who, self.known = stage, who, known
        self.browser = entered(getattr(stage.cast, who))
        self.wrong: list[object] = []
        self.sent = 0

    def rows(self, response: Any) -> set[bytes]:
        """Return the ids of rows that an answer names."""
        return set(_ID.findall(response.content)) & self.known

    def hostile(self, path: str, plain: set[bytes], **request: Any) -> None:
        """Ask, and note an error, a word of somebody else's, or one row too many."""
        method = request.pop("method", self.browser.get)
        response = method(path, **request)
        self.sent += 1
        # A row that the address itself names is no row that was found.
        named = {one for one in plain if one in path.encode()}
        more = self.rows(response) - plain - named
        words = found_in(response.content, not_for(self.stage, self.who))
        if response.status_code >= 500 or more or words:
            self.wrong.append((path[:200], response.status_code, more, words))


def walk(
    stage: Stage, where: str, known: frozenset[bytes]
) -> Iterator[tuple[int, str, Asking, set[bytes], bool]]:
    """Yield each page, the rows its owner is shown, and whether it reads parameters."""
    asking: dict[str, Asking] = {}
    for turn, route in enumerate(routes(f"msa.urls.{where}")):
        if route.name in ENDS_THE_SESSION:
            continue
        who = owner_of(route, where)
        asker = asking.setdefault(who, Asking(stage, who, known))
        path = address(stage, Probe(route, "GET", who, "own", 0))
        response = asker.browser.get(path)
        # Django parses them when somebody looks at them for the first time.
        reads = "GET" in response.wsgi_request.__dict__
        yield turn, path, asker, asker.rows(response), reads


@pytest.mark.req("S27", "SEC-01")
def test_no_address_breaks_a_query_or_finds_more(
    where: str, stage: Stage, known: frozenset[bytes], attempts: Attempts
) -> None:
    values, sent, reading = injections.values(), 0, 0
    wrong: list[object] = []
    assert len(values) + len(injections.RAW) >= 500

    with sql_errors() as errors:
        for turn, path, asking, plain, reads in walk(stage, where, known):
            before = asking.sent
            # Each filter is sent all of them below; here every page is sent others.
            size = attempts(2, 100 if reads else 4)
            reading += reads
            for value in injections.sampled(values, size, turn):
                hostile = dict.fromkeys([*READ, *injections.names()], value)
                asking.hostile(f"{path}?{urlencode(hostile)}", plain)
            for raw in injections.sampled(
                list(injections.RAW), max(1, size // 4), turn
            ):
                asking.hostile(f"{path}?" + "&".join(f"{n}={raw}" for n in READ), plain)
            sent += asking.sent - before
            wrong += asking.wrong
            asking.wrong = []

    assert sent > 200
    assert reading > 10
    assert wrong == []
    assert errors == []


#: Where an address asks for rows; the national site's programs have their own test.
LISTS = {
    "casework": [
        ("worker", "worker:people", ("after",)),
        ("worker", "worker:contribute", ("quarter",)),
        ("worker", "worker:check-ins-due", ("state",)),
        ("manager", "manager:caseload", ("worker", "quiet", "after")),
        ("manager", "manager:check-ins-due", ("state",)),
        ("manager", "manager:narratives", ("quarter",)),
    ],
    "national": [
        ("compiler", "national:narratives", ("quarter",)),
        ("compiler", "national:strengths", ("by",)),
    ],
}


@pytest.mark.req("S27")
def test_each_filter_and_cursor_takes_every_value_as_a_value(
    where: str, stage: Stage, known: frozenset[bytes], attempts: Attempts
) -> None:
    values, sent = injections.values(), 0
    wrong: list[object] = []
    lists = [
        ("worker", "worker:person", ("older",)),
        ("manager", "manager:person", ("after",)),
    ]

    with sql_errors() as errors:
        for turn, (who, name, fields) in enumerate(
            [*LISTS[where], *(lists if where == "casework" else [])]
        ):
            name = {"national:strengths": "national:standards-strengths"}.get(
                name, name
            )
            own = [stage.own.subject] if name.endswith(":person") else []
            path, asking = reverse(name, args=own), Asking(stage, who, known)
            plain = asking.rows(asking.browser.get(path))
            for place, field in enumerate(fields):
                chosen = injections.sampled(
                    values, attempts(12, len(values)), 3 * turn + place
                )
                for number, value in enumerate(chosen):
                    asking.hostile(f"{path}?{urlencode({field: value})}", plain)
                    if number % attempts(1, 4) == 0:
                        asking.hostile(f"{path}?{quote(value)}={field}", plain)
            sent, wrong = sent + asking.sent, wrong + asking.wrong

    assert sent >= 48
    assert wrong == []
    assert errors == []


@pytest.mark.req("S27")
def test_words_in_a_path_are_words(
    where: str, stage: Stage, known: frozenset[bytes], attempts: Attempts
) -> None:
    values, sent = injections.values(), 0
    wrong: list[object] = []

    with sql_errors() as errors:
        for turn, route in enumerate(routes(f"msa.urls.{where}")):
            for word in set(WORDS) & set(route.parameters):
                who = owner_of(route, where)
                asking = Asking(stage, who, known)
                path = address(stage, Probe(route, "GET", who, "own", 0))
                plain = asking.rows(asking.browser.get(path))
                usual = {"quarter": "2001Q1", "table": "people", "standard": "1.1"}
                usual |= {"purpose": "sessions", "secret": "never-made", "number": "1"}
                for value in injections.sampled(values, attempts(8, 10_000), turn):
                    changed = path.replace(
                        f"/{usual[word]}", f"/{quote(value, safe='')}", 1
                    )
                    assert changed != path or value == usual[word]
                    asking.hostile(changed, plain)
                sent, wrong = sent + asking.sent, wrong + asking.wrong

    assert sent > 30
    assert wrong == []
    assert errors == []


@pytest.mark.req("S27")
@pytest.mark.parametrize(
    ("who", "name", "field"),
    [("worker", "worker:people-search", "q"), ("manager", "manager:search", "q")],
)
def test_a_search_finds_names_and_nothing_else(
    stage: Stage,
    known: frozenset[bytes],
    django_db_blocker: DjangoDbBlocker,
    attempts: Attempts,
    who: str,
    name: str,
    field: str,
) -> None:
    # What may begin a mark, like "+1", may find its name by right.
    values = [v for v in injections.values() if not _MARK.fullmatch(search_key(v))]
    with django_db_blocker.unblock(), site("casework", stage.database):
        asking = Asking(stage, who, known)
        path = reverse(name)
        found = asking.rows(asking.browser.post(path, {field: stage.own.words[0]}))
        # A notice may lead to somebody, whatever is searched for.
        always = asking.rows(asking.browser.post(path, {field: "nobody of that name"}))
        with sql_errors() as errors:
            for value in injections.sampled(values, attempts(25, len(values)), 1):
                more = dict.fromkeys(injections.names(), value)
                asking.hostile(
                    path,
                    always,
                    method=asking.browser.post,
                    data={**more, field: value},
                )

    assert str(stage.own.subject).encode() in found - always
    assert asking.wrong == []
    assert errors == []
