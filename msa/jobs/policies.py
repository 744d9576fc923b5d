"""How a job goes on; the database holds to it as well (REP-02).

A claim after a lost lease is no move: the job stays under way, with a higher fence.
"""

from __future__ import annotations

from collections.abc import Mapping

from msa.jobs.models import State

STARTS: Mapping[State, str] = {State.QUEUED: "a page or command asks for it"}
MOVES: Mapping[tuple[State, State], str] = {
    (State.QUEUED, State.RUNNING): "a worker claims it",
    (State.RUNNING, State.DONE): "its result is published",
    (State.RUNNING, State.FAILED): "a fault of its own stops it",
}
