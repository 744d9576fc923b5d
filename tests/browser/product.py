"""The whole product with a few fictional people, for the tests of this folder."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg

from bin import services
from bin.stack import Stack
from tests import databases
from tests.browser.one_time_codes import Authenticator
from tests.browser.seeding import PASSWORD

#: A walk of two minutes must end before the second factor is too old.
FRESH_SECONDS = 3 * 60


class Product:
    """A running stack, and those who can sign in to it."""

    def __init__(self, stack: Stack, sign_ins: dict[str, dict[str, str]]) -> None:
        self.stack = stack
        self.casework = stack.casework_url
        self.national = stack.national_url
        self.emails = {part: found["email"] for part, found in sign_ins.items()}
        self.apps = {
            part: Authenticator(found["secret"], partial(self._forget_code, email))
            for part, found in sign_ins.items()
            for email in [found["email"]]
        }
        self.password = PASSWORD
        self._states: dict[str, Any] = {}

    def site_of(self, part: str) -> str:
        """Return the site somebody works on."""
        return self.national if part in {"compiler", "releaser"} else self.casework

    def remember(self, part: str, state: Any) -> None:
        """Keep the cookies of somebody who signed in."""
        self._states[part] = (time.monotonic(), state)

    def remembered(self, part: str) -> Any:
        """Return the cookies of somebody who signed in just now, or None.

        Some pages ask for another code after five minutes; and what another test does,
        like making a passkey, ends every other session of the same person.
        """
        at, state = self._states.get(part, (0.0, None))
        is_fresh = time.monotonic() - at < FRESH_SECONDS
        return state if is_fresh and self._goes_on(state) else None

    def _goes_on(self, state: Any) -> bool:
        keys = [one["value"] for one in state["cookies"] if "session" in one["name"]]
        rows = "SELECT 1 FROM accounts_session WHERE session_key = ANY (%s)"
        return bool(self.sql(rows, keys))

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement as the superuser, whom no policy holds back."""
        with psycopg.connect(_database(self.stack), autocommit=True) as connection:
            ran = connection.execute(statement.encode(), values)
            return ran.fetchall() if ran.description else []

    def age(self, session_key: str, *, minutes: int) -> None:
        """Let a casework session have been left alone for so many minutes."""
        subprocess.run(
            [
                *(sys.executable, "-m", "tests.browser.ageing"),
                *(session_key, str(minutes * 60)),
            ],
            cwd=services.ROOT,
            env=self.stack.env("casework"),
            check=True,
        )

    @contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Let nobody write to a table inside the block, so that a job is seen busy."""
        with psycopg.connect(_database(self.stack)) as connection:
            connection.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
            yield

    def _forget_code(self, email: str) -> None:
        """Let codes that somebody used be good again: many tests sign in as him."""
        self.sql(
            "UPDATE mfa_authenticator a SET data = data - 'step' FROM accounts_person p"
            " WHERE p.id = a.user_id AND a.type = 'totp' AND p.email = %s",
            email,
        )


def _database(stack: Stack) -> str:
    """Return the address of the product's database, for the superuser."""
    base, _, _ = stack.env("test")["MSA_SUPERUSER_URL"].rpartition("/")
    return f"{base}/msa"


@contextmanager
def running() -> Iterator[Product]:
    """Run the product on a fresh state directory, which is deleted at the end."""
    secrets = databases.own_secrets()
    with services.temporary("browser", for_tests=True, secrets=secrets) as ground:
        stack = Stack(ground)
        try:
            # Half a minute of migrations that this run has been through already.
            databases.restore_template(_database(stack))
            stack.prepare()
            seeded = subprocess.run(
                [sys.executable, "-m", "tests.browser.seeding"],
                cwd=services.ROOT,
                # Only the tests' login may act in every role.
                env=stack.env("test"),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.start()
            yield Product(stack, json.loads(seeded.stdout))
        finally:
            stack.stop()
