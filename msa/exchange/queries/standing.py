"""What an administrator may know of people who are here already: yes or no."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from cases.enums import SectionKind


def with_section(subjects: Iterable[UUID], kind: SectionKind) -> set[UUID]:
    """Return those of the organisation's people who have a section of a kind."""
    return _asked("SELECT sec.with_section(%s::uuid[], %s)", subjects, kind.value)


def who_is_counted(subjects: Iterable[UUID]) -> set[UUID]:
    """Return those of the organisation's people who agree to be counted."""
    return _asked("SELECT sec.who_is_counted(%s::uuid[])", subjects)


def _asked(question: str, subjects: Iterable[UUID], *more: str) -> set[UUID]:
    wanted = list(subjects)
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(question, [wanted, *more])
        return {subject for (subject,) in cursor.fetchall()}
