"""How a narrative goes on; the database holds to it as well (REP-06)."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.narratives.enums import State

STARTS: Mapping[State, str] = {State.DRAFT: "a manager begins it"}
MOVES: Mapping[tuple[State, State], str] = {
    (State.DRAFT, State.SUBMITTED): "a manager who did not write it approves it",
    (State.SUBMITTED, State.TAKEN_BACK): "a manager takes it back",
    (State.SUBMITTED, State.INCLUDED): "national staff take it in",
    (State.INCLUDED, State.SUBMITTED): "national staff leave it out again",
}
