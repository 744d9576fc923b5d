"""Read what hangs on engagements: support people, hopes and check-ins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from msa.exchange.reading.engagements import Engagements
from msa.exchange.reading.fields import (
    Lookup,
    event_date,
    known,
    optional_event_date,
    yes_or_no,
)
from msa.exchange.reading.ledger import Ledger
from msa.exchange.reading.mapping import Mapping
from msa.exchange.reading.problems import Cause, CellRefused, Problem
from msa.exchange.reading.staged import (
    FileReport,
    StagedCheckIn,
    StagedEngagement,
    StagedHope,
    StagedSupporter,
)
from msa.exchange.reading.tables import Row, Table

_T = TypeVar("_T")
_RATINGS = frozenset("12345")


@dataclass(frozen=True, slots=True, repr=False)
class Attached(Generic[_T]):
    """One file, read; ``report`` is None where the export has no such file."""

    kept: tuple[_T, ...] = ()
    report: FileReport | None = None


@dataclass(frozen=True, slots=True)
class Attaching:
    """Reads files whose rows each hang on an engagement that was read before."""

    engagements: Engagements
    mapping: Mapping
    today: date

    def supporters(self, table: Table | None) -> Attached[StagedSupporter]:
        """Read the people around each person.

        Raises:
            ExportChanged: the file is not the one that was opened.
        """

        def take(row: Row, engagement: StagedEngagement) -> StagedSupporter:
            return StagedSupporter(
                person_id=engagement.person_id,
                name=row.needed("name"),
                relationship=row.text("relationship"),
                phone=row.text("phone"),
                may_contact=yes_or_no(
                    row, "may_contact", yes=self.mapping.yes, no=self.mapping.no
                ),
            )

        return self._read("supporters", table, take)

    def hopes(self, table: Table | None) -> Attached[StagedHope]:
        """Read what each person hopes for.

        Raises:
            ExportChanged: the file is not the one that was opened.
        """
        progress = Lookup(self.mapping.progress)

        def take(row: Row, engagement: StagedEngagement) -> StagedHope:
            said = row.text("progress")
            return StagedHope(
                person_id=engagement.person_id,
                words=row.needed("words"),
                named_on=optional_event_date(row, "named_on", today=self.today),
                progress=(
                    known(row, "progress", progress, Cause.UNKNOWN_VALUE)[1]
                    if said
                    else None
                ),
            )

        return self._read("hopes", table, take)

    def check_ins(self, table: Table | None) -> Attached[StagedCheckIn]:
        """Read each check-in; a second one of an engagement and a day is doubled.

        Raises:
            ExportChanged: the file is not the one that was opened.
        """
        seen: set[tuple[str, date]] = set()

        def take(row: Row, engagement: StagedEngagement) -> StagedCheckIn:
            completed_on = event_date(row, "completed_on", today=self.today)
            if (engagement.client_id, completed_on) in seen:
                raise CellRefused(Cause.DOUBLED_ID, "client_id")
            check_in = StagedCheckIn(
                client_id=engagement.client_id,
                person_id=engagement.person_id,
                completed_on=completed_on,
                ratings=_ratings(row, self.mapping),
                comment=row.prose("comment"),
            )
            seen.add((engagement.client_id, completed_on))
            return check_in

        return self._read("check_ins", table, take)

    def _read(
        self,
        part: str,
        table: Table | None,
        take: Callable[[Row, StagedEngagement], _T],
    ) -> Attached[_T]:
        if table is None:
            return Attached()
        ledger, kept, withheld = Ledger(table, part), [], 0
        for row in table.rows():
            if isinstance(row, Problem):
                ledger.add(row)
                continue
            try:
                engagement = self.engagements.of(row.needed("client_id"))
                if engagement is None:
                    withheld += 1
                else:
                    kept.append(take(row, engagement))
            except CellRefused as fault:
                ledger.refuse(row.number, fault.cause, fault.field)
        return Attached(
            tuple(kept), ledger.report(accepted=len(kept), withheld=withheld)
        )


def _ratings(row: Row, mapping: Mapping) -> dict[str, int]:
    """Return the answers by item; what was left empty was not answered."""
    ratings = {}
    for field in mapping.check_ins.columns:
        if not (field.startswith("q") and (said := row.text(field))):
            continue
        if said not in _RATINGS:
            raise CellRefused(Cause.RATING_OUT_OF_SCALE, field)
        ratings[field] = int(said)
    return ratings
