"""Deleting copies: fetched, replaced, no longer wanted, or too old (RGT-01)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def discard_old_copies() -> None:
    """Delete what nobody fetched in time; its policies hide it already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.discard_copies()")


def drop_copies(request: UUID, *, only: UUID | None = None) -> int:
    """Delete the actor's copies of a request, or one of them; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.drop_copies(%s, %s)", [request, only])
        (gone,) = cursor.fetchone()
    return int(gone)
