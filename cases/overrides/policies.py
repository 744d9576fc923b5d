"""How telling somebody goes on; the database holds to the moves as well."""

from __future__ import annotations

from collections.abc import Mapping

from cases.overrides.enums import State

STARTS: Mapping[State, str] = {
    State.ASKED: "somebody asks a manager first",
    State.TOLD: "it could not wait, and the managers are told at once",
}
MOVES: Mapping[tuple[State, State], str] = {
    (State.ASKED, State.APPROVED): "another person, a manager, approves",
    (State.ASKED, State.REFUSED): "another person, a manager, does not approve",
    (State.ASKED, State.DROPPED): "whoever asked needs it no longer",
    (State.APPROVED, State.DROPPED): "whoever asked needs it no longer",
    (State.APPROVED, State.TOLD): "it is told as it was written down",
    (State.TOLD, State.REVIEWED): "another person reviews what could not wait",
}
