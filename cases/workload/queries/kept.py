"""Filters of the caseload that are kept, and the list they narrow as plain lines.

The lines have reference numbers, days and the names of peer workers. No key is asked
for, so nobody's name can be among them (UI-M1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from cases.queries.caseloads import Narrowing, plain_lines
from cases.workload.models import KeptView
from msa.accounts.actor import Actor
from msa.audit.recording import record

#: The columns of the file, in words that stay the same in every language.
HEADER = ("reference", "peer_worker", "stands", "last_met_on", "days_since")


def kept_views() -> list[KeptView]:
    """Return the filters that the actor keeps, the first kept first."""
    return list(KeptView.objects.order_by("kept_at", "id"))


def query_of(codes: Mapping[str, str]) -> str:
    """Return chosen filters as they stand in an address, always in one order."""
    return urlencode(sorted(codes.items()))


def codes_of(query: str) -> dict[str, str]:
    """Return the filters of an address."""
    return dict(parse_qsl(query))


def exported(
    actor: Actor, wanted: Narrowing, *, at: datetime
) -> Iterator[tuple[object, ...]]:
    """Return one line for each person who fits; that it was asked for is an event."""
    lines = plain_lines(wanted, at=at)
    record(actor, "caseload.exported", count=len(lines))
    for line in lines:
        yield (
            line.reference,
            line.worker,
            line.pace.value,
            line.last_met_on.isoformat() if line.last_met_on else "",
            "" if line.days_since is None else line.days_since,
        )
