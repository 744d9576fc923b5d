"""What the journey stands on: the running product, its database, its people."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bin.secret_files import SecretFiles
from msa.tenancy.context import Context, statement
from tests.browser.one_time_codes import Authenticator

Connection = psycopg.Connection[tuple[Any, ...]]
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the sign-ins file."""

    role: str
    organisation: str
    site: str
    email: str
    password: str
    app: Authenticator


class Ground:
    """The product that `./demo --check` has started."""

    def __init__(self) -> None:
        self.casework = os.environ["MSA_CASEWORK_URL"]
        self.national = os.environ["MSA_NATIONAL_URL"]
        self.out = Path(os.environ["MSA_CHECK_OUT"])
        self.sign_ins = list(_read(Path(os.environ["MSA_SIGN_INS"])))

    def sign_in(self, role: str, organisation: str, *, number: int = 0) -> SignIn:
        """Return one who works in this role, the first unless told otherwise."""
        found = [
            one
            for one in self.sign_ins
            if (one.role, one.organisation) == (role, organisation)
        ]
        return found[number]

    def look(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database as the superuser, from whom no policy hides a row."""
        with psycopg.connect(_database(), autocommit=True) as connection:
            return connection.execute(question.encode(), values).fetchall()

    @contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Let nobody write to a table inside the block, so that a job is seen busy."""
        with psycopg.connect(_database()) as connection:
            connection.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
            yield

    @contextmanager
    def as_app(self, context: Context) -> Iterator[Connection]:
        """Open the application's own login, in the transaction of a real request."""
        secrets = SecretFiles(Path(os.environ["MSA_SECRETS"]).parent)
        with psycopg.connect(
            host=os.environ["MSA_DATABASE_HOST"],
            port=os.environ["MSA_DATABASE_PORT"],
            dbname=os.environ["MSA_DATABASE_NAME"],
            user="msa_app",
            password=secrets.value("msa_app.password"),
        ) as connection:
            connection.execute(statement(context))
            yield connection
            connection.rollback()

    def context_of(self, who: SignIn) -> Context:
        """Return as whom the product acts for somebody."""
        ((organisation, person),) = self.look(
            "SELECT m.organisation_id, m.person_id FROM accounts_member m"
            " JOIN accounts_person p ON p.id = m.person_id WHERE p.email = %s",
            who.email,
        )
        return Context(organisation, person, who.role.lower())

    def subjects_of(self, who: SignIn, *purposes: str) -> list[UUID]:
        """Return whom a worker works with and who agrees to these purposes now."""
        rows = self.look(
            "SELECT a.subject_id FROM cases_assignment a"
            " JOIN accounts_member m ON m.id = a.member_id"
            " JOIN accounts_person p ON p.id = m.person_id"
            " WHERE p.email = %s AND a.ended_at IS NULL"
            "   AND %s <@ (SELECT array_agg(k.purpose::text) FROM consent_subjectkey k"
            "               WHERE k.subject_id = a.subject_id AND k.state = 'ACTIVE')",
            who.email,
            list(purposes),
        )
        return [subject for (subject,) in rows]

    def asked_who_takes_over(self) -> set[UUID]:
        """Return who has said who may work with him instead: he is asked first."""
        return {
            subject for (subject,) in self.look("SELECT subject_id FROM workload_wish")
        }

    def sessions_in_store(self, key: str) -> int:
        """Return whether the row of a browser's session is still there: 1 or 0."""
        question = "SELECT count(*) FROM accounts_session WHERE session_key = %s"
        ((number,),) = self.look(question, key)
        return int(number)


def _database() -> str:
    base, _, _ = os.environ["MSA_SUPERUSER_URL"].rpartition("/")
    return f"{base}/{os.environ['MSA_DATABASE_NAME']}"


def _read(file: Path) -> Iterator[SignIn]:
    apps: dict[str, Authenticator] = {}
    for line in file.read_text().splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if len(cells) == _COLUMNS and "@" in cells[3]:
            role, organisation, site, email, password, secret = cells
            app = apps.setdefault(email, Authenticator(secret))
            yield SignIn(role, organisation, site, email, password, app)
