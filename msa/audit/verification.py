"""Checking the chain: every event linked once, every link following from the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
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


def verify(organisation: UUID) -> Verification:
    """Walk one organisation's chain from its beginning and name every fault.

    Call it as the owner, with that organisation's context.
    """
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
    faults += _check_ends(organisation, seq, expected)
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
