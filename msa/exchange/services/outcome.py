"""What became of each row of an export, in codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from msa.exchange.enums import Source
from msa.exchange.reading import FileReport, Staged

_SOURCES = {
    "people": Source.PERSON,
    "engagements": Source.ENGAGEMENT,
    "contacts": Source.ACTIVITY,
    "supporters": Source.SUPPORT,
    "hopes": Source.HOPES,
    "check_ins": Source.CHECK_IN,
}


@dataclass(slots=True)
class Tally:
    """The accepted rows of one file: each is exactly one of these."""

    stored: int = 0
    already_here: int = 0
    #: Here already and different now; what is here is left as it is.
    changed_since: int = 0
    #: New, but the person it belongs to has withdrawn his consent here.
    no_longer_agreed: int = 0


@dataclass(slots=True)
class Outcome:
    """What one run of an import did, or would have done."""

    batch: UUID | None = None
    dry_run: bool = False
    tallies: dict[Source, Tally] = field(
        default_factory=lambda: {source: Tally() for source in Source}
    )
    #: Names of the people who work there and are no members here, for the terminal.
    unknown_workers: set[str] = field(default_factory=set)
    activities_of_unknown_workers: int = 0
    assigned: int = 0
    #: Whose consents are to be confirmed by who has read the policy (CON-08).
    under_18: int = 0

    @property
    def stored(self) -> int:
        """How many rows were stored."""
        return sum(tally.stored for tally in self.tallies.values())

    def counts(self, staged: Staged) -> dict[str, Any]:
        """Return codes and numbers, as kept with the batch: nothing out of a row."""
        return {
            "files": [
                _counts(report, self._tally(report.part)) for report in staged.reports
            ],
            "assigned": self.assigned,
            "under_18": self.under_18,
            "unknown_workers": len(self.unknown_workers),
            "activities_of_unknown_workers": self.activities_of_unknown_workers,
        }

    def _tally(self, part: str) -> Tally:
        return self.tallies[_SOURCES[part]] if part else Tally()


def _counts(report: FileReport, tally: Tally) -> dict[str, Any]:
    return {
        "file": report.file,
        "read": report.read,
        "stored": tally.stored,
        "already_here": tally.already_here,
        "changed_since_not_applied": tally.changed_since,
        "no_longer_agreed": tally.no_longer_agreed,
        "no_consent": report.withheld,
        "doubled": len(report.doubled),
        "rejected": len(report.rejected),
        "rejected_by_cause": report.rejected_by_cause(),
        "not_imported_yet": report.not_imported,
    }
