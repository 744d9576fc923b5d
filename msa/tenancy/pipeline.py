"""Several statements on their way at once (ADR 47)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_waiting() -> Iterator[None]:
    """Send each statement of the block at once, and wait for all of them at its end.

    They are carried out in their order, and none after one that fails. Its error is
    raised at the end of the block or at a later statement: a savepoint belongs around
    the block. It may not ask for what a statement answers, nor open a savepoint.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
