"""A PostgreSQL of the tests' own, to be stopped and started while it is used."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connections

from bin import children, roles
from bin.servers import BARE_ENVIRONMENT, server_account
from bin.services import Services, temporary
from tests.databases import own_secrets, pointed_at, restore_template

NAME = "test_msa_restarted"
#: How a PostgreSQL is told to end: at once, or after cutting everybody off.
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


class Server:
    """PostgreSQL and Redis with the secrets of this run, and one migrated database."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.port = services.postgresql_port
        self.log = services.servers_directory() / "postgresql.log"

    def superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection to the database as the superuser, in autocommit."""
        return psycopg.connect(self._url(NAME), autocommit=True)

    def fill(self) -> None:
        """Copy the migrated template of this run into the server's only database."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {NAME} OWNER msa_owner")
            roles.prepare_database(admin, NAME)
            admin.execute(f"GRANT CONNECT ON DATABASE {NAME} TO msa_test")
        restore_template(self._url(NAME))

    def stop(self, how: signal.Signals = FAST) -> None:
        """Stop PostgreSQL, whoever is at work."""
        children.stop(self._postgresql.process, ending=how)

    def start(self) -> None:
        """Start PostgreSQL at the same port and wait until it lets people in."""
        server = self._postgresql
        with self.log.open("ab") as log:
            server.process = children.start(
                [server.programs / "postgres", "-D", server.data, *server._options()],
                env=BARE_ENVIRONMENT,
                cwd=server.data,
                output=log,
                ending=signal.SIGINT,
                **server_account(),
            )
        children.wait_until(
            lambda: server._lets_in(self._password),
            child=server.process,
            name="PostgreSQL",
            log=self.log,
        )

    def restart(self, how: signal.Signals = FAST) -> None:
        """Stop PostgreSQL and start it again."""
        self.stop(how)
        self.start()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let Django's connections lead here inside the block."""
        connections["default"].close()
        before = settings.DATABASES["default"]["PORT"]
        _set_port(str(self.port))
        try:
            with pointed_at(NAME):
                yield
        finally:
            _set_port(before)

    @property
    def _postgresql(self):  # type: ignore[no-untyped-def]
        assert self.services._postgresql is not None
        return self.services._postgresql

    @property
    def _password(self) -> str:
        return self.services.secrets.value("superuser.password")

    def _url(self, database: str) -> str:
        base, _, _ = self.services.env("test")["MSA_SUPERUSER_URL"].rpartition("/")
        return f"{base}/{database}"


def _set_port(port: str) -> None:
    connections["default"].settings_dict["PORT"] = port
    settings.DATABASES["default"]["PORT"] = port


@contextmanager
def running() -> Iterator[Server]:
    """Run servers that know this run's secrets, and delete them afterwards."""
    with temporary("restarted", for_tests=True, secrets=own_secrets()) as services:
        server = Server(services)
        server.fill()
        yield server
