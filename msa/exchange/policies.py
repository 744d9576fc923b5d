"""How an import goes on; the database holds to it as well."""

from __future__ import annotations

from collections.abc import Mapping

from msa.exchange.enums import BatchState

STARTS: Mapping[BatchState, str] = {BatchState.STORED: "an administrator stores it"}
MOVES: Mapping[tuple[BatchState, BatchState], str] = {
    (BatchState.STORED, BatchState.UNDONE): "an administrator undoes it as a whole",
}
