"""Read the contacts file, one row at a time, against the engagements read before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msa.exchange.reading.engagements import Engagements
from msa.exchange.reading.fields import (
    Lookup,
    event_date,
    known,
    minutes,
    optional_minutes,
)
from msa.exchange.reading.ledger import Ledger
from msa.exchange.reading.mapping import Mapping
from msa.exchange.reading.problems import Cause, CellRefused, Problem, problem
from msa.exchange.reading.staged import FileReport, StagedContact, StagedEngagement
from msa.exchange.reading.tables import Row, Table


class Contacts:
    """The contacts that can be taken, read from the file whenever gone through."""

    def __init__(
        self, table: Table, *, engagements: Engagements, mapping: Mapping, today: date
    ) -> None:
        self._table = table
        self._engagements = engagements
        self._today = today
        self._types = Lookup(mapping.contact_types)

    def __iter__(self) -> Iterator[StagedContact]:
        for verdict in self._verdicts():
            if isinstance(verdict, StagedContact):
                yield verdict

    def report(self) -> FileReport:
        """Go through the file and tell what became of each row.

        Raises:
            ExportChanged: the file is not the one that was opened.
        """
        ledger = Ledger(self._table, "contacts")
        accepted = withheld = 0
        for verdict in self._verdicts():
            if isinstance(verdict, Problem):
                ledger.add(verdict)
            elif verdict is None:
                withheld += 1
            else:
                accepted += 1
        return ledger.report(accepted=accepted, withheld=withheld)

    def _verdicts(self) -> Iterator[StagedContact | Problem | None]:
        """Judge every row; None is one that hangs on somebody who didn't say yes."""
        seen: set[str] = set()
        for row in self._table.rows():
            yield row if isinstance(row, Problem) else self._verdict(row, seen)

    def _verdict(self, row: Row, seen: set[str]) -> StagedContact | Problem | None:
        try:
            return self._judge(row, seen)
        except CellRefused as fault:
            return problem(row.number, fault.cause, self._table.header(fault.field))

    def _judge(self, row: Row, seen: set[str]) -> StagedContact | None:
        contact_id = row.needed("external_id")
        if contact_id in seen:
            raise CellRefused(Cause.DOUBLED_ID, "external_id")
        engagement = self._engagements.of(row.needed("client_id"))
        contact = self._contact(row, contact_id, engagement) if engagement else None
        seen.add(contact_id)
        return contact

    def _contact(
        self, row: Row, contact_id: str, engagement: StagedEngagement
    ) -> StagedContact:
        original, (kind, mode) = known(
            row, "type", self._types, Cause.UNKNOWN_CONTACT_TYPE
        )
        return StagedContact(
            external_id=contact_id,
            client_id=engagement.client_id,
            person_id=engagement.person_id,
            held_on=event_date(row, "held_on", today=self._today),
            kind=kind,
            mode=mode,
            original_type=original,
            minutes=minutes(row, "hours"),
            travel_minutes=optional_minutes(row, "travel_hours"),
            worker_name=row.text("worker_name"),
            note=row.prose("note"),
        )
