"""The true figures of one organisation, to hold an import against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from reporting.measures.reading import counts
from reporting.quarters import Quarter


def figures_stored(organisation: UUID, codes: Iterable[str]) -> dict[str, Any]:
    """Return the true figures of some quarters, read as the report builder reads them.

    Before disclosure control: for the eyes of whoever imports, never published.
    """
    with use(Context(organisation, FOUNDER, "reporting")), transaction.atomic():
        return {code: _figures(organisation, code) for code in codes}


def _figures(organisation: UUID, code: str) -> dict[str, Any]:
    found = counts(Quarter.from_code(code), organisation)
    return {
        "contacts": found.contacts,
        "minutes": found.minutes,
        "people": found.people,
        "new": found.new,
        "ended": found.ended,
        "by_kind": found.by_kind,
    }
