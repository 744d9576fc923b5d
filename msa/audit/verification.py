"""Checking the chain: every event linked once, every link following from the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

_EVENTS = """
    SELECT l.seq, l.previous, l.hash, e.id,
           to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
           e.actor, e.role, e.action, e.subject_id, e.payload::text
      FROM audit_link l LEFT JOIN audit_event e
        ON e.organisation_id = l.organisation_id AND e.id = l.event_id
     WHERE l.organisation_id = %s ORDER BY l.seq
"""
_UNLINKED = """
    SELECT count(*) FROM audit_event e WHERE e.organisation_id = %s
       AND NOT EXISTS (SELECT 1 FROM audit_link l
                        WHERE l.organisation_id = e.organisation_id
                          AND l.event_id = e.id)
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of one organisation's chain found."""

    events: int
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed of one chain: where it ended, and when."""

    seq: int
    hash: str
    at: datetime


@dataclass(slots=True)
class _Promises:
    """The signed ends of a chain, held against it while it is walked."""

    signed: Sequence[Signed]
    kept: int = 0
    broken: Signed | None = None
    _by_seq: dict[int, list[Signed]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.signed:
            self._by_seq.setdefault(one.seq, []).append(one)
        # An empty chain may be signed too: there is nothing to hold it against.
        self._by_seq.pop(0, None)

    def meet(self, seq: int, stored: bytes) -> None:
        """Hold one event of the chain against what was signed of it."""
        for one in self._by_seq.pop(seq, ()):
            if one.hash == stored.hex():
                self.kept = max(self.kept, seq)
            elif self.broken is None:
                self.broken = one

    def faults(self, last: int) -> list[str]:
        """Return in words what was signed and is not there."""
        found = []
        if self.broken is not None:
            found.append(
                f"events {self.kept + 1} to {self.broken.seq} are not as they were "
                f"signed on {_moment(self.broken.at)}: the chain was written anew"
            )
        beyond = [one for ones in self._by_seq.values() for one in ones]
        if beyond:
            furthest = max(beyond, key=lambda one: one.seq)
            found.append(
                f"events {last + 1} to {furthest.seq} are gone: "
                f"they were there when signed on {_moment(furthest.at)}"
            )
        return found


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def verify(organisation: UUID, *, signed: Sequence[Signed] = ()) -> Verification:
    """Walk one organisation's chain from its beginning and name every fault.

    ``signed`` is what was signed of it outside the database; each has to lie on it.
    Call it as the owner, with that organisation's context.
    """
    promises = _Promises(signed)
    faults: list[str] = []
    expected = hashlib.sha256(str(organisation).encode()).digest()
    seq = 0
    for row in _rows(_EVENTS, organisation):
        number, previous, stored, event = row[:4]
        seq += 1
        if number != seq:
            faults.append(f"event {seq} is missing")
            seq = number
        if event is None:
            faults.append(f"event {number} was deleted")
        if bytes(previous) != expected:
            faults.append(f"event {number} does not follow the one before it")
        if event is not None and _link(bytes(previous), organisation, row) != bytes(
            stored
        ):
            faults.append(f"event {number} was changed")
        expected = bytes(stored)
        promises.meet(number, expected)
    faults += _check_ends(organisation, seq, expected)
    faults += promises.faults(seq)
    return Verification(events=seq, faults=faults)


def _link(previous: bytes, organisation: UUID, row: tuple[Any, ...]) -> bytes:
    seq, _, _, event, at, actor, role, action, subject, payload = row
    fields = [
        seq,
        organisation,
        event,
        at,
        actor,
        role,
        action,
        subject or "-",
        payload,
    ]
    return hashlib.sha256(previous + "\n".join(map(str, fields)).encode()).digest()


def _check_ends(organisation: UUID, seq: int, last: bytes) -> list[str]:
    faults = []
    ((unlinked,),) = _rows(_UNLINKED, organisation)
    if unlinked:
        faults.append(f"{unlinked} events are in no chain")
    head = list(
        _rows(
            "SELECT seq, hash FROM audit_head WHERE organisation_id = %s", organisation
        )
    )
    if seq and not head:
        faults.append("the head of the chain is missing")
    elif head and (head[0][0] != seq or bytes(head[0][1]) != last):
        faults.append("the head does not match the last event")
    return faults


def _rows(sql: str, organisation: UUID) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [organisation])
        while rows := cursor.fetchmany(1000):
            yield from rows
