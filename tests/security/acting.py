"""Sending every form there is, and seeing which rows it changed (A07).

Each act prepares what it needs by the services, sends one form, and is undone: acts
know nothing of one another, and their order does not matter. Rows are counted by
triggers that stand in this database alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast
from tests.databases import superuser
from tests.security.entering import entered

#: Where the audit itself is written.
AUDIT = {"audit_event", "audit_link", "audit_head", "audit_receipt"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form: the answer, the tables it changed, how many events."""

    status: int
    changed: frozenset[str]
    events: int

    @property
    def was_taken(self) -> bool:
        """Was it more than looked at and refused?"""
        return self.status < 400


@dataclass(slots=True)
class World:
    """The cast with a second manager, and somebody who agreed to nearly everything."""

    cast: Cast
    deputy: Actor
    him: UUID
    database: str
    is_national: bool = False
    last: Sent | None = field(default=None)

    def browser(self, who: str | Actor | None) -> Client:
        """Return a browser that is signed in as one of the cast; None: as nobody."""
        actor = getattr(self.cast, who) if isinstance(who, str) else who
        with use(None):
            browser = entered(actor)
        # A fault of the product's own is a fault of the act, not a page.
        browser.raise_request_exception = True
        return browser

    def post(
        self,
        who: str | Actor | Client | None,
        route: str,
        /,
        *told: object,
        **fields: object,
    ) -> Any:
        """Send the form that the act is about; ``told`` goes into its address."""
        browser = who if isinstance(who, Client) else self.browser(who)
        before = self._noted()
        answer = browser.post(reverse(route, args=told), fields)
        noted = self._noted()[len(before) :]
        self.last = Sent(
            answer.status_code,
            frozenset(noted) - AUDIT,
            noted.count("audit_event"),
        )
        return answer

    @staticmethod
    def _noted() -> list[str]:
        with use(None), connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM public.noted ORDER BY id")
            return [name for (name,) in cursor.fetchall()]


Act = Callable[[World], object]
#: By the site and the name of the address.
ACTS: dict[tuple[str, str], Act] = {}


def act(name: str, *sites: str) -> Callable[[Act], Act]:
    """Say that a function sends the form of this address."""

    def kept(does: Act) -> Act:
        for site in sites or ("casework",):
            ACTS[site, name] = does
        return does

    return kept


ActInArea = Callable[[World, str], object]


def act_in(part: str, *areas: str) -> Callable[[ActInArea], ActInArea]:
    """Say that a function sends this form in each of these areas of casework."""

    def kept(does: ActInArea) -> ActInArea:
        for area in areas:
            ACTS["casework", f"{area}:{part}"] = _within(area, does)
        return does

    return kept


def _within(area: str, does: ActInArea) -> Act:
    return lambda w: does(w, area)


def note_changes(database: str) -> None:
    """Let every table of a database note that a row of it was changed.

    Of a visit only its end: each page notes that somebody was there.
    """
    with superuser(database) as admin:
        admin.execute(
            "CREATE TABLE public.noted (id bigserial, relname text);"
            "GRANT SELECT ON public.noted TO PUBLIC;"
            "CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql"
            " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN"
            " IF TG_TABLE_NAME = 'accounts_session' AND TG_OP <> 'DELETE' THEN"
            " RETURN NULL; END IF;"
            " INSERT INTO public.noted (relname) VALUES (TG_TABLE_NAME);"
            " RETURN NULL; END $$"
        )
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname <> 'noted'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in tables:
            admin.execute(
                f"CREATE TRIGGER zz_noted AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION public.note()".encode()
            )


def today() -> str:
    """Return today as somebody types it."""
    day = timezone.localdate()
    return f"{day.day}/{day.month}/{day.year}"
