"""Knowing a row of an export again without keeping its id (IMP-01: twice is once)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from consent.enums import FingerprintUse
from consent.fingerprints import fingerprints
from msa.accounts.actor import Actor
from msa.exchange.enums import Source
from msa.exchange.models import ImportRow
from msa.exchange.storing.rows import Rows


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of an export as it is kept: who it is, and what it said."""

    source: Source
    external: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A row that is here already."""

    object_id: UUID
    changed: bool


class Marks:
    """Makes the marks of one organisation's imports.

    Raises:
        KeyUnavailable: the key of its marks does not open, or is not there.
    """

    def __init__(self, organisation: UUID) -> None:
        self._digests = fingerprints(organisation, FingerprintUse.IMPORT)

    def of(self, source: Source, external_id: str, row: Any) -> Mark:
        """Return the mark of a staged row, a dataclass of plain values."""
        return Mark(
            source,
            external=self._digests.of(f"{source.value} id", external_id.encode()),
            fingerprint=self._digests.of(f"{source.value} row", orjson.dumps(row)),
        )

    def folder(self, content: bytes) -> bytes:
        """Return the digest of a whole folder's content."""
        return self._digests.of("folder", content)


def look_up(source: Source, marks: Iterable[Mark]) -> dict[bytes, Seen]:
    """Return what is here already, by external digest, in one query."""
    wanted = {mark.external: mark.fingerprint for mark in marks}
    found = ImportRow.objects.filter(
        source=source, external__in=list(wanted)
    ).values_list("external", "object_id", "fingerprint")
    return {
        bytes(external): Seen(object_id, bytes(held) != wanted[bytes(external)])
        for external, object_id, held in found
    }


class MarkRows:
    """Gathers the marks of rows that were stored in one batch."""

    def __init__(self, actor: Actor, batch: UUID) -> None:
        self._rows = Rows(
            ImportRow,
            *("id", "source", "external", "fingerprint", "object_id"),
            constant={"organisation": actor.organisation, "batch": batch},
        )

    def add(self, mark: Mark, object_id: UUID) -> None:
        """Gather one mark and what its row became."""
        self._rows.add(
            uuid.uuid4(),
            mark.source.value,
            mark.external,
            mark.fingerprint,
            object_id,
        )

    def write(self) -> None:
        """Store the marks gathered."""
        self._rows.write()
