"""PostgreSQL backend that sends BEGIN, context and role as one message.

Middleware is the wrong place: a setting made outside the transaction is gone before
the view runs. Here every transaction is covered, whoever opens it, and a failure
leaves a closed connection behind, never one that believes it is in somebody else's
transaction (ADR 0002).

What is asked again and again is planned once: most of what a row policy costs is its
planning (ADR 0047).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import OperationalError, errors
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from msa.tenancy import context

#: Asked so often on one connection, PostgreSQL plans a statement for the last time.
_PREPARE_AFTER = 3
#: The first of its line that plans a statement anew, wherever in it a row policy
#: stands, when another role asks the same (CVE-2024-10976).
_PLANS_FOR_EACH_ROLE = {15: 9, 16: 5, 17: 1}


def plans_for_each_role(version: int) -> bool:
    """Tell whether a server, by its version number, never reuses a role's plan."""
    line, release = divmod(version, 10_000)
    first = _PLANS_FOR_EACH_ROLE.get(line)
    return release >= first if first else line > max(_PLANS_FOR_EACH_ROLE)


class DatabaseWrapper(base.DatabaseWrapper):
    """The ``default`` connection of every process that touches tenant tables."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if plans_for_each_role(connection.info.server_version):
            connection.prepare_threshold = _PREPARE_AFTER
        return connection

    def set_autocommit(
        self,
        autocommit: bool,
        force_begin_transaction_with_broken_autocommit: bool = False,
    ) -> None:
        super().set_autocommit(
            autocommit, force_begin_transaction_with_broken_autocommit
        )
        if not autocommit and self._speaks():
            self._begin(retry=True)

    def send_context(self) -> None:
        """Make the current context hold in the transaction that is already open."""
        if self.connection is None or not self._speaks(even_idle=True):
            return
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.INERROR:
            return  # the rollback to come restores the earlier context by itself
        begin = b"BEGIN; " if status == TransactionStatus.IDLE else b""
        self._execute(begin + self._statement())

    def _speaks(self, *, even_idle: bool = False) -> bool:
        # Without a context nothing is sent: the login's own role may do nothing. Only
        # a test login, member of every role, needs to be told to be nobody.
        return bool(context.current() or settings.MSA_IDLE_ROLE or even_idle)

    def _statement(self) -> bytes:
        held = context.current()
        if held is None and not settings.MSA_IDLE_ROLE:
            return (
                b"SELECT set_config('app.context', '', true), "
                b"set_config('role', 'none', true)"
            )
        return context.statement(held)

    def _begin(self, *, retry: bool) -> None:
        try:
            self._execute(b"BEGIN; " + self._statement())
        except BaseException:
            connection: Any = self.connection
            dead = connection.closed or connection.pgconn.status == ConnStatus.BAD
            # Nothing has happened yet, so the connection can be dropped. Keeping it
            # would leave autocommit off: the next request would commit nothing.
            self.close()
            if retry and dead:
                self.ensure_connection()
                super().set_autocommit(False)
                self._begin(retry=False)
                return
            self.autocommit = True
            raise

    def _execute(self, sql: bytes) -> None:
        connection: Any = self.connection
        with self.wrap_database_errors:
            result = connection.pgconn.exec_(sql)
            if connection.pgconn.status == ConnStatus.BAD:
                # Without a code from the server this would be no kind of error at all.
                raise OperationalError("the connection is lost")
            if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                raise errors.error_from_result(result, encoding="utf-8")
