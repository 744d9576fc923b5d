"""The report of one import: what was read, stored and refused, and the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msa.exchange.queries.figures import figures_stored
from msa.exchange.reading import FileReport, Staged, quarter_counts
from msa.exchange.services.outcome import Outcome
from msa.exchange.services.translating import NOT_KEPT


def report(staged: Staged, outcome: Outcome, *, organisation: UUID) -> dict[str, Any]:
    """Return everything there is to say of an import, without a word out of a row.

    ``quarters`` are the figures of the database after the import, before disclosure
    control, and ``quarters_read`` those of the files: they agree when the organisation
    holds this export and nothing else. After a dry run there are only the latter.
    """
    read = {code: found.as_json() for code, found in quarter_counts(staged).items()}
    counts = outcome.counts(staged)
    stored = {} if outcome.dry_run else figures_stored(organisation, read)
    return {
        "dry_run": outcome.dry_run,
        "batch": str(outcome.batch) if outcome.batch else None,
        **counts,
        "files": [
            {**found, **_rows(said)}
            for found, said in zip(counts["files"], staged.reports, strict=True)
        ],
        "not_kept_yet": {name: list(columns) for name, columns in NOT_KEPT.items()},
        "quarters": stored,
        "quarters_read": read,
    }


def _rows(found: FileReport) -> dict[str, Any]:
    said = found.as_json()
    return {
        "encoding": said["encoding"],
        "separator": said["separator"],
        "unreadable": said["unreadable"],
        "rejected_rows": said["rejected"],
        "doubled_rows": said["doubled"],
    }
