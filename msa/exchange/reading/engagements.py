"""Read the engagements file against the people who were read before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msa.exchange.reading.codes import Status
from msa.exchange.reading.fields import Lookup, known, optional_event_date, parts
from msa.exchange.reading.ledger import Ledger
from msa.exchange.reading.mapping import Mapping
from msa.exchange.reading.people import People, Standing
from msa.exchange.reading.problems import Cause, CellRefused, Problem
from msa.exchange.reading.staged import FileReport, StagedEngagement
from msa.exchange.reading.tables import Row, Table


@dataclass(frozen=True, slots=True, repr=False)
class Engagements:
    """The engagements file, read."""

    kept: dict[str, StagedEngagement]
    withheld: frozenset[str]
    rejected: frozenset[str]
    report: FileReport

    def of(self, client_id: str) -> StagedEngagement | None:
        """Return an engagement; None is one of somebody who didn't say yes.

        Raises:
            CellRefused: there is none with this id, or its row was not taken.
        """
        if client_id in self.withheld:
            return None
        if found := self.kept.get(client_id):
            return found
        if client_id in self.rejected:
            raise CellRefused(Cause.CLIENT_REJECTED, "client_id")
        raise CellRefused(Cause.UNKNOWN_CLIENT, "client_id")


def read_engagements(
    table: Table, *, people: People, mapping: Mapping, today: date
) -> Engagements:
    """Read every engagement; what was of a doubled person becomes the first one's.

    Raises:
        ExportChanged: the file is not the one that was opened.
    """
    return _Reading(table, people, mapping, today).result()


class _Reading:
    def __init__(
        self, table: Table, people: People, mapping: Mapping, today: date
    ) -> None:
        self._table = table
        self._people = people
        self._today = today
        self._statuses = Lookup(mapping.statuses)
        self._ledger = Ledger(table, "engagements")
        self._kept: dict[str, StagedEngagement] = {}
        self._withheld: set[str] = set()
        self._rejected: set[str] = set()
        self._shared: set[str] = set()
        self._owners: dict[str, str] = {}
        self._row_of: dict[str, int] = {}

    def result(self) -> Engagements:
        for row in self._table.rows():
            if isinstance(row, Problem):
                self._ledger.add(row)
            else:
                self._take(row)
        return Engagements(
            kept=self._kept,
            withheld=frozenset(self._withheld),
            rejected=frozenset(self._rejected),
            report=self._ledger.report(
                accepted=len(self._kept), withheld=len(self._withheld)
            ),
        )

    def _take(self, row: Row) -> None:
        try:
            self._judge(row)
        except CellRefused as fault:
            self._ledger.refuse(row.number, fault.cause, fault.field)
            client_id = row.text("client_id")
            if fault.cause is not Cause.DOUBLED_ID and client_id not in self._withheld:
                self._rejected.add(client_id)

    def _judge(self, row: Row) -> None:
        client_id = row.needed("client_id")
        owner = self._people.first_id(row.needed("person_id"))
        self._demand_new(client_id, owner)
        if self._standing(owner) is Standing.WITHHELD:
            self._withheld.add(client_id)
        else:
            self._kept[client_id] = self._engagement(row, client_id, owner)
        self._row_of[client_id] = row.number

    def _standing(self, person_id: str) -> Standing:
        standing = self._people.standing(person_id)
        if standing is None:
            raise CellRefused(Cause.UNKNOWN_PERSON, "person_id")
        if standing is Standing.REJECTED:
            raise CellRefused(Cause.PERSON_REJECTED, "person_id")
        return standing

    def _demand_new(self, client_id: str, owner: str) -> None:
        if self._owners.setdefault(client_id, owner) != owner:
            self._shared.add(client_id)
        if client_id in self._shared:
            # Contacts under this id could be of either: none of them may be kept.
            if self._kept.pop(client_id, None):
                first_row = self._row_of[client_id]
                self._ledger.refuse(first_row, Cause.ID_OF_ANOTHER, "client_id")
            raise CellRefused(Cause.ID_OF_ANOTHER, "client_id")
        if client_id in self._kept or client_id in self._withheld:
            raise CellRefused(Cause.DOUBLED_ID, "client_id")
        # An earlier row with this id may have been refused for a cell now mended.
        self._rejected.discard(client_id)

    def _engagement(self, row: Row, client_id: str, person_id: str) -> StagedEngagement:
        _, status = known(row, "status", self._statuses, Cause.UNKNOWN_VALUE)
        engagement = StagedEngagement(
            client_id=client_id,
            person_id=person_id,
            programme=row.text("programme"),
            status=status,
            initial_date=optional_event_date(row, "initial_date", today=self._today),
            activated_on=optional_event_date(row, "activated_on", today=self._today),
            ended_on=optional_event_date(row, "ended_on", today=self._today),
            exit_reason=row.text("exit_reason"),
            worker_name=row.text("worker_name"),
            referred_by=row.text("referred_by"),
            issues=parts(row, "issues"),
        )
        _demand_agreement(engagement)
        return engagement


def _demand_agreement(engagement: StagedEngagement) -> None:
    activated, ended = engagement.activated_on, engagement.ended_on
    if (engagement.status is Status.ENDED) != (ended is not None):
        raise CellRefused(Cause.STATUS_DISAGREES, "status")
    # Somebody may leave the waiting list without ever having been active.
    if engagement.status is not Status.ENDED and (
        (engagement.status is Status.ACTIVE) != (activated is not None)
    ):
        raise CellRefused(Cause.STATUS_DISAGREES, "status")
    if activated and ended and ended < activated:
        raise CellRefused(Cause.DATES_OUT_OF_ORDER, "ended_on")
